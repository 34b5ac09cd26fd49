"""What a server of streams must do when clients leave as they should not: without a word, or by a reset.

Owns those checks. What such clients leave behind over time is ``lifecycle``'s (``frees``).
"""

from __future__ import annotations

from random import Random

from harness.exchange.loop import Peers
from harness.launch.server import Server
from harness.requirement import MUST, requirement
from suites.shared.dialects import StreamDialect, await_or_quiet
from suites.shared.lifecycle import hold_idle
from suites.shared.streams import MOST, SMALL_BUFFER

UNREAD = 64 << 10


@requirement("survives-empty-client", MUST, needs=("echoes",), provokes=True)
def survives_empty_client(server: Server, peers: Peers, dialect: StreamDialect) -> None:
    """Survive a client that connects and says nothing.

    Why: port scanners and load balancers do just that.

    Source: lecture, Using TCP; Python documentation, socket.recv (an empty result)
    """
    for _ in range(3):
        peer = dialect.connect(peers, server.address)
        peer.close()
        server.quiet(1.0)


@requirement("survives-reset", MUST, needs=("echoes",), provokes=True)
def survives_reset(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Survive clients that reset the connection before, during and after a message.

    Why: a client that crashes, is killed or leaves without reading ends by a reset, and recv() or send() raises
    ConnectionResetError or BrokenPipeError.

    Source: lecture, Using TCP; RFC 9293 section 3.5.2; Python documentation, ConnectionResetError
    """
    restful = server.quiet(1.0)
    before = dialect.connect(peers, server.address)
    server.quiet(1.0)
    before.reset()
    server.quiet(1.0)
    during = dialect.connect(peers, server.address, receive_buffer=SMALL_BUFFER)
    # megabytes that are not read: the server is in the middle of sending when the reset comes
    during.send_until_stalled(dialect.block(draw, MOST), MOST)
    during.reset()
    server.quiet(1.0)
    after = peers.open(server.address, layer=dialect.layer)
    after.send(dialect.word(draw))
    await_or_quiet(server, peers, lambda: bool(after.received) or after.over)
    after.reset()
    _leave_without_reading(server, peers, dialect, draw)
    if restful and not server.quiet(1.0):
        # whoever keeps a socket that is broken is told of it again and again
        hold_idle(server, peers, "after clients that had reset their connections")


def _leave_without_reading(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Go before being accepted, or before the answer comes, which then meets a closed socket."""
    server.freeze()
    dialect.knock(peers, server.address).reset()
    unread = dialect.knock(peers, server.address)
    unread.send(dialect.block(draw, UNREAD))
    unread.close()
    server.thaw()
    server.quiet(1.0)
    for _ in range(3):
        hasty = dialect.connect(peers, server.address)
        hasty.send(dialect.block(draw, UNREAD))
        hasty.close()
        server.quiet(1.0)
