use strict;
use warnings;
use IO::Handle;
use IO::Socket::INET;

$SIG{CHLD} = "IGNORE";
my $listener = IO::Socket::INET->new(
    LocalPort => $ENV{PORT} || 20000, Proto => "tcp", Listen => 128, ReuseAddr => 1,
) or die "cannot listen: $@\n";

while (1) {
    my $client = $listener->accept or next;
    my $child = fork;
    if (defined $child && $child == 0) {
        close $listener;
        binmode $client;
        $client->autoflush(1);
        while (defined(my $line = <$client>)) {
            chomp $line;
            print {$client} "$line\n" or last;
        }
        exit;
    }
    close $client;
}
