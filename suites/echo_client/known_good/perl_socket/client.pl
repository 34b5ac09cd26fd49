use strict;
use warnings;
use IO::Socket::INET;

my ($host, $port, $text) = @ARGV;
my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Proto => "tcp", Timeout => 3)
    or die "no connection to $host:$port: $@\n";
$SIG{ALRM} = sub { die "no reply\n" };
alarm 4;
print $socket $text;
$socket->flush;
local $/;
my $reply = <$socket>;
print "The server said: ", $reply, "\n";
