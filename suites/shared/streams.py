"""What a server that echoes a stream must return: bytes, order, sizes, ends.

Owns the checks of one client's exchange. They run over any dialect of streams: plain, lines, TLS.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words, nothing_received
from harness.exchange.words import plural
from harness.launch.server import Server
from harness.model import Happening
from harness.requirement import MUST, requirement
from suites.shared.dialects import AFTERMATH, LONGEST_BLOCK, Likeness, StreamDialect, await_or_quiet, receive_all
from suites.shared.echoing import echo, hold, hold_to_end

AFTER_LINE_END = "After a line end was sent, it answered."
AFTER_END = "After the client had ended its side, it answered."
BEFORE_ECHO = "before the echo"
ONE_ANSWER = "A client got one answer, and then its connection was closed."

# longer than an impatient server's time limit of one or two seconds
PAUSE = 2.2
LARGE = 8 << 20
MOST = LONGEST_BLOCK
SMALL_BUFFER = 4096
# as on Ethernet: with the 64 KiB of loopback a kernel keeps megabytes of what its program sends, and not 80 KiB
SMALL_SEGMENT = 1460
PARTLY_SENT = 128 << 10
# a banner is shorter; a program that floods its client need not be heard out
ENOUGH = 64 << 10


@requirement("echoes", MUST, needs=("starts",))
def echoes(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Echo one short message.

    Why: this is what an echo server is for.

    Source: lecture, Using TCP; RFC 862
    """
    peer, word = dialect.connect(peers, server.address), dialect.word(draw)
    try:
        echo(peer, word)
    except Unmet as unmet:
        if peer.received or peer.over:
            raise
        raise unmet.noting(what_it_waits_for(server, peers, peer, word, "A line end", b"\n")) from None


def what_it_waits_for(server: Server, peers: Peers, peer: StreamPeer, word: bytes, what: str, more: bytes) -> str:
    """Find out whether a silent server answers after ``more``, which is called ``what``, or after the stream's end."""
    peer.send(more)
    await_or_quiet(server, peers, lambda: len(peer.received) >= len(word) or peer.over)
    if peer.received.startswith(word):
        return f"After {what.lower()} was sent, it answered."
    peer.half_close()
    await_or_quiet(server, peers, lambda: len(peer.received) >= len(word) or peer.over)
    if peer.received.startswith(word):
        return AFTER_END
    return f"{what} and the end of the stream brought no answer either."


@requirement("keeps-order", MUST, needs=("echoes",))
def keeps_order(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Return many messages, sent without waiting, in order.

    Why: a client may send its next message before it has read the answer to the last.

    Source: lecture, Using TCP; RFC 9293 section 1
    """
    peer = dialect.connect(peers, server.address)
    messages = [b"%03d " % number + dialect.word(draw, 12) for number in range(200)]
    for message in messages[:100]:
        peer.send(message)
    peers.wait(lambda: len(peer.received) >= 1600 or peer.over)
    # the rest meets a stopped server, so that many messages wait for one recv() (docs/design.md, rule 7)
    server.freeze()
    for message in messages[100:]:
        peer.send(message)
    server.thaw()
    due = b"".join(messages)
    hold(peer, due, receive_all(peer, due), sent="200 numbered messages of 16 bytes, without waiting for answers.")


@requirement("serves-next", MUST, needs=("echoes",))
def serves_next(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Serve one client after another.

    Why: a server lives on when its client leaves.

    Source: lecture, Using TCP; Python documentation, socketserver.BaseServer.serve_forever
    """
    for _ in range(3):
        peer = dialect.connect(peers, server.address)
        echo(peer, dialect.word(draw))
        peer.close()


@requirement("persists", MUST, needs=("echoes",), waits=True)
def persists(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Serve many messages on one connection, with pauses between them.

    Why: the connection is the client's until the client ends it; a pause is not an end.

    Source: lecture, Using TCP; RFC 862
    """
    peer = dialect.connect(peers, server.address)
    echo(peer, dialect.word(draw))
    try:
        echo(peer, dialect.word(draw))
    except Unmet as unmet:
        raise unmet.noting(ONE_ANSWER) if peer.over else unmet from None
    for pause in (0.1, PAUSE):
        peers.wait(lambda: peer.over, pause)
        for _ in range(3):
            echo(peer, dialect.word(draw))


@requirement("large-message", MUST, needs=("echoes",))
def large_message(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Echo every byte, whatever the size.

    Why: one recv() returns what has arrived so far, and one send() may take only a part.

    Source: lecture, Using TCP; Python documentation, socket.recv and socket.sendall
    """
    try:
        echo(dialect.connect(peers, server.address), dialect.block(draw, LARGE))
    except Unmet as unmet:
        raise unmet.noting(ONE_ANSWER) if _gives_one_answer(server, peers, dialect, draw) else unmet from None


def _gives_one_answer(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> bool:
    """Whether the server answers a first message and closes instead of answering a second."""
    with suppress(Unmet):
        peer = dialect.connect(peers, server.address)
        echo(peer, dialect.word(draw))
        word = dialect.word(draw)
        peer.send(word)
        return peer.receive(len(word), 1.0) != word and peer.over
    return False


@requirement("small-window", MUST, needs=("echoes",))
def small_window(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Lose nothing when the client reads late.

    Why: when the client does not read, the kernel's buffers fill and a non-blocking send() takes a part or nothing;
    what was not taken must be sent later.

    Source: lecture, Event Driven I/O; RFC 9293 section 3.8.6; send(2)
    """
    peer = peers.connect(server.address, receive_buffer=SMALL_BUFFER, segment=SMALL_SEGMENT, layer=dialect.layer)
    # of the first the program has taken all, and its kernel a part: with nothing left to receive it waits to send
    for size in (PARTLY_SENT, MOST):
        message = dialect.block(draw, size)
        count = peer.send_until_stalled(message, size)
        server.quiet(1.0)
        sent = f"{plural(count, 'byte')} without reading, from a client with a receive buffer of 4 KiB; then it read."
        hold(peer, message[:count], receive_all(peer, message[:count]), sent=sent)


@requirement("half-close", MUST, needs=("echoes",))
def half_close(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Return all that is outstanding after the client's end of stream, then close.

    Why: a client that has sent everything shuts down its sending side and reads until the end, as `nc -N` does.

    Source: lecture, Using TCP; RFC 9293 section 3.6; shutdown(2)
    """
    short = dialect.word(draw)
    peer = dialect.connect(peers, server.address)
    peer.send(short)
    peer.half_close()
    hold_to_end(peer, short, f"{bytes_in_words(short)}, then end of stream.")
    # where nothing is outstanding, no send() that comes to its end reminds a loop to close
    peer = dialect.connect(peers, server.address)
    echo(peer, short)
    peer.half_close()
    hold_to_end(peer, b"", f"{bytes_in_words(short)}, and end of stream once that had come back.")
    # kernel buffers hide what is lost: a client that reads late leaves megabytes outstanding when its end arrives
    peer = dialect.connect(peers, server.address, receive_buffer=SMALL_BUFFER)
    long = dialect.block(draw, MOST)
    count = peer.send_until_stalled(long, MOST)
    # a message that the stall has cut is finished; whether half of one comes back is not asked here
    rest = dialect.remainder(long, count)
    peer.send(rest)
    count += len(rest)
    peer.half_close()
    server.quiet(1.0)
    peer.resume()
    hold_to_end(peer, long[:count], f"{plural(count, 'byte')} without reading, then end of stream; then it read.")


@requirement("says-nothing-more", MUST, needs=("starts",))
def says_nothing_more(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Send nothing but the echo: no banner, prompt or extra byte.

    Why: a program that reads the answer takes every byte of it for its own.

    Source: lecture, Using TCP; RFC 862
    """
    peer = dialect.connect(peers, server.address)
    first, second = dialect.word(draw), dialect.word(draw)
    peer.send(first)
    likeness = Likeness(peer, first)
    peers.wait(lambda: len(peer.received) >= len(first) or peer.over or likeness.lost())
    if likeness.lost():
        peers.wait(lambda: len(peer.received) >= len(first) or peer.over, AFTERMATH)
    if len(peer.received) >= len(first):
        peer.send(second)
        peers.wait(lambda: len(peer.received) >= len(first + second) or peer.over)
    peer.half_close()
    await_or_quiet(server, peers, lambda: peer.over)
    received = bytes(peer.received[:ENOUGH])
    sent = f"{bytes_in_words(first)}, then {bytes_in_words(second)}, then end of stream."
    ending = peer.ending if peer.over else Happening.TIMEOUT
    if len(received) < len(first):
        # silence is proved by an answer that comes alone (docs/design.md, rule 3); here none came
        hold(peer, first, received, sent=f"{bytes_in_words(first)}, then end of stream.")
    position, extra = _beyond(received, first + second)
    where = f"at offset {position} of what was received" if extra else ""
    where += f", {BEFORE_ECHO}" if first in received[position + 1 :] else ""
    expected = f"Nothing but {bytes_in_words(first + second)}."
    nothing_received(extra, sent=sent, ending=ending, at=peer.ended_at, expected=expected, example=where)


def _beyond(received: bytes, due: bytes) -> tuple[int, bytes]:
    """The part of ``received`` that is no part of ``due``, and where it begins."""
    matched = 0
    for position, value in enumerate(received):
        if matched < len(due) and value == due[matched]:
            matched += 1
        else:
            return position, received[position : position + 64]
    return len(received), b""
