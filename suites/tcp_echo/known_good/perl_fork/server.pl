use strict;
use warnings;
use IO::Socket::INET;

$SIG{CHLD} = "IGNORE";
$SIG{PIPE} = "IGNORE";
my $listener = IO::Socket::INET->new(
    LocalPort => $ENV{PORT} || 20000, Proto => "tcp", Listen => 128, ReuseAddr => 1,
) or die "cannot listen: $@\n";

while (1) {
    my $client = $listener->accept or next;
    my $child = fork;
    if (defined $child && $child == 0) {
        close $listener;
        while (sysread $client, my $data, 65536) {
            my $sent = 0;
            while ($sent < length $data) {
                my $step = syswrite $client, $data, length($data) - $sent, $sent;
                exit unless defined $step;
                $sent += $step;
            }
        }
        exit;
    }
    close $client;
}
