use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($host, $port) = @ARGV;
my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Proto => "udp") or die "$!\n";
$socket->send("");
die "no answer\n" unless IO::Select->new($socket)->can_read(3);
$socket->recv(my $answer, 1024);
print "$answer\n";
