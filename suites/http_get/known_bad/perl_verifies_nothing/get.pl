use strict;
use warnings;
use HTTP::Tiny;

my ($url, @fields) = @ARGV;
sub encoded { my $text = shift; $text =~ s/([^A-Za-z0-9])/sprintf("%%%02X", ord($1))/ge; return $text; }
my @pairs = map { join "=", map { encoded($_) } split /=/, $_, 2 } @fields;
my $agent = HTTP::Tiny->new(timeout => 3, verify_SSL => 0);
my $answer = $agent->get(@pairs ? "$url?" . join("&", @pairs) : $url);
print $answer->{content}, "\n";
die "$answer->{status} $answer->{reason}\n" unless $answer->{success};
