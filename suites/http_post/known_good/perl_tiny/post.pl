# HTTP::Tiny for the request, and fields encoded by hand: every byte that is not a letter or a digit.
use strict;
use warnings;
use HTTP::Tiny;

my $url = "http://httpbin.org/post";
my @fields = (["name1", "value 1"], ["name2", "value&2"]);
sub encoded { my $text = shift; $text =~ s/([^A-Za-z0-9])/sprintf("%%%02x", ord($1))/ge; return $text; }
my $form = join "&", map { encoded($_->[0]) . "=" . encoded($_->[1]) } @fields;
my $agent = HTTP::Tiny->new(timeout => 3);
my $answer = $agent->post($url, {
    headers => { "content-type" => "application/x-www-form-urlencoded" }, content => $form });
if ($answer->{status} == 302 or $answer->{status} == 303) {
    $answer = $agent->get($answer->{headers}{location});
}
print $answer->{content}, "\n";
die "status $answer->{status}\n" unless $answer->{success};
