use strict;
use warnings;
use IO::Socket::INET;

my $server = IO::Socket::INET->new(LocalPort => $ENV{PORT} || 20000, Proto => "udp") or die "cannot bind: $@\n";
while (1) {
    defined(my $client = recv $server, my $data, 65535, 0) or next;
    my $now = localtime;
    send $server, $now, 0, $client;
}
