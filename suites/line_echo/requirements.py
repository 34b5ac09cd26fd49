"""The requirements that a line server has of its own: one line, line ends, empty, many, long, last and prompt lines.

Owns what is sent and what must come back. That a server may return an unfinished line early is minded throughout:
no check takes a byte for wrong because it came too soon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words, nothing_received
from harness.isolation.processes import TICKS
from harness.launch.server import Server
from harness.model import Happening
from harness.requirement import MUST, SHOULD, requirement
from suites.line_echo.dialect import LineDialect
from suites.shared.dialects import await_or_quiet, receive_all
from suites.shared.echoing import echo, hold
from suites.shared.lifecycle import BUSY_SHARE
from suites.shared.streams import what_it_waits_for

MANY = 10_000
NUMBERED = 21
LONG = 1 << 20
PATIENCE = 45
MORE = 64 << 10
ALTERNATING = 8
AFTER_MORE = "After a block of lines was sent, it answered."
AFTER_THE_NEXT = "Once the next line was sent, it answered."


@requirement("echoes-line", MUST, needs=("starts",))
def echoes_line(server: Server, peers: Peers, dialect: LineDialect, draw: Random) -> None:
    """Echo one line.

    Why: this is what a line echo server is for; a client waits for the answer before it says more.

    Source: lecture, Using TCP (StreamRequestHandler); Python documentation, socketserver.StreamRequestHandler
    """
    peer, line = dialect.connect(peers, server.address), dialect.word(draw)
    try:
        echo(peer, line)
    except Unmet as unmet:
        if peer.received or peer.over:
            raise
        more = dialect.block(draw, MORE)
        raise unmet.noting(what_it_waits_for(server, peers, peer, line, "A block of lines", more)) from None


@requirement("keeps-line-ends", MUST, needs=("echoes-line",))
def keeps_line_ends(server: Server, peers: Peers, dialect: LineDialect, draw: Random) -> None:
    """Return LF and CRLF as they came.

    Why: the end is a part of the line, and a client that sent CRLF looks for CRLF; text mode turns one into the other.

    Source: lecture, Using TCP; RFC 5198 section 2; Python documentation, open (newline) and bytes.splitlines
    """
    peer = dialect.connect(peers, server.address)
    for end in (b"\n", b"\r\n", b"\n", b"\r\n"):
        line = dialect.word(draw).rstrip() + end
        _converse(server, peers, peer, (line,), dialect.word(draw))
    # a segment may end between the two
    _converse(server, peers, peer, (dialect.word(draw).rstrip() + b"\r", b"\n"), dialect.word(draw))
    # a carriage return alone ends no line, and stays where it is
    parted = dialect.word(draw).rstrip() + b"\r" + dialect.word(draw)
    _converse(server, peers, peer, (parted,), dialect.word(draw))


@requirement("empty-lines", MUST, needs=("echoes-line",))
def empty_lines(server: Server, peers: Peers, dialect: LineDialect, draw: Random) -> None:
    r"""Return empty lines, and go on after them.

    Why: an empty line is a line; readline() returns b"" only at the end of the stream, and b"\n" for an empty line.

    Source: lecture, Using TCP; Python documentation, io.IOBase.readline
    """
    peer = dialect.connect(peers, server.address)
    for _ in range(2):
        echo(peer, dialect.word(draw))
    for _ in range(3):
        _converse(server, peers, peer, (b"\n",), dialect.word(draw))
    for _ in range(3):
        echo(peer, b"\n")
    # whether CR stays is keeps-line-ends' affair
    _converse(server, peers, peer, (b"\r\n",), dialect.word(draw), any_end=True)


def _converse(
    server: Server, peers: Peers, peer: StreamPeer, pieces: Sequence[bytes], last: bytes, *, any_end: bool = False
) -> None:
    """Send a line in ``pieces`` and then ``last``; hold that both come back.

    By the second's answer the first's is complete.
    """
    begin, line = len(peer.received), b"".join(pieces)

    def came() -> bytes:
        received = bytes(peer.received[begin:])
        return received.replace(b"\r\n", b"\n") if any_end else received

    due = line.replace(b"\r\n", b"\n") + last if any_end else line + last
    for piece in pieces[:-1]:
        peer.send(piece)
        peers.transcript.add(Happening.NOTE, peer.number, note="sends the rest in another segment")
        server.quiet(1.0)
    peer.send(pieces[-1])
    # not sent at once with the line: lines that come together are many-lines' affair
    await_or_quiet(server, peers, lambda: len(came()) >= len(due) - len(last) or peer.over)
    peer.send(last)
    peers.wait(lambda: len(came()) >= len(due) or peer.over or (last in came() and not due.startswith(came())))
    # a time limit has run out only where what came is right so far
    peer.receive(len(due) if due.startswith(came()) else len(peer.received) - peer.taken, 0.0)
    hold(peer, due, came()[: len(due)], sent=f"{', then '.join(map(bytes_in_words, (*pieces, last)))}.")


@requirement("many-lines", MUST, needs=("echoes-line",))
def many_lines(server: Server, peers: Peers, dialect: LineDialect, draw: Random) -> None:
    """Return 10,000 lines, sent without waiting, in order.

    Why: a client may send its next lines before it has read the answer to the first, and one recv() then returns many.

    Source: lecture, Using TCP; RFC 9293 section 1
    """
    peer = dialect.connect(peers, server.address)
    letters = dialect.line(draw, 16 * MANY)
    lines = (b"%04d %s\n" % (number, letters[16 * number :][:15]) for number in range(MANY))
    message = b"".join(lines)
    # the client reads as it writes: a server that answers each line would else wait for it, rightly
    peer.send(message)
    hold(
        peer,
        message,
        receive_all(peer, message),
        sent=f"{MANY:,} numbered lines of {NUMBERED} bytes, without waiting.",
    )


@requirement("long-line", MUST, needs=("echoes-line",))
def long_line(server: Server, peers: Peers, dialect: LineDialect, draw: Random) -> None:
    """Return a line of 1 MiB, and the next.

    Why: a line has no greatest length; a limit in the server ends, cuts or splits what is longer.

    Source: lecture, Using TCP; Python documentation, io.IOBase.readline (size) and asyncio streams (limit)
    """
    peer = dialect.connect(peers, server.address)
    line = dialect.line(draw, LONG)
    peer.send(line)
    busy = _await_while_busy(server, peers, lambda: len(peer.received) >= LONG or peer.over)
    try:
        hold(peer, line, receive_all(peer, line), sent=f"A line of {LONG:,} bytes.")
    except Unmet as unmet:
        raise unmet.noting(f"Your server was busy with it for {PATIENCE} s.") if busy else unmet from None
    echo(peer, dialect.word(draw))


def _await_while_busy(server: Server, peers: Peers, condition: Callable[[], bool]) -> bool:
    """Wait for ``condition`` for as long as the program computes, ``PATIENCE`` seconds at most; whether it still does.

    One that takes a line byte by byte, and copies what it has at each, is slow and may be right.
    """
    for _ in range(PATIENCE):
        before = server.census().ticks
        if peers.wait(condition, 1.0) or server.census().ticks - before < BUSY_SHARE * TICKS:
            return False
    return True


@requirement("last-line", MUST, needs=("echoes-line",))
def last_line(server: Server, peers: Peers, dialect: LineDialect, draw: Random) -> None:
    """Return the last line at the end of input, even without a line end, and as it is.

    Why: the end of the stream ends the last line too; what stands in a file's last line is not lost for want of LF.

    Source: lecture, Using TCP; Python documentation, io.IOBase.readline; POSIX.1-2017 section 3.195 (incomplete line)
    """
    peer = dialect.connect(peers, server.address)
    for _ in range(2):
        echo(peer, dialect.word(draw))
    last = dialect.word(draw).rstrip()
    peer.send(last)
    peer.half_close()
    sent = f"A line, which came back; then {bytes_in_words(last)}, then end of stream: no line end had followed it."
    hold(peer, last, receive_all(peer, last), sent=sent)
    # whether the server then closes is half-close's affair
    await_or_quiet(server, peers, lambda: peer.over)
    extra = bytes(peer.received[peer.taken :])
    expected = f"Nothing but {bytes_in_words(last)}."
    nothing_received(extra, sent=sent, ending=peer.ending, at=peer.ended_at, expected=expected)


@requirement("prompt-lines", SHOULD, needs=("echoes-line",))
def prompt_lines(server: Server, peers: Peers, dialect: LineDialect, draw: Random) -> None:
    """Answer each line before the next is sent.

    Why: a client that waits for an answer before it says more would wait for ever, and so would the server.

    Source: lecture, Using TCP; Python documentation, io.BufferedIOBase and flush()
    """
    peer = dialect.connect(peers, server.address)
    # nothing of the next line goes along: who flushes when no more is waiting to be read is prompt enough
    for _ in range(ALTERNATING):
        _hold_prompt(server, peers, peer, dialect.word(draw), dialect.word(draw))


def _hold_prompt(server: Server, peers: Peers, peer: StreamPeer, line: bytes, following: bytes) -> None:
    """Send ``line`` and hold that it is answered; else find out whether it is once ``following`` has come."""
    try:
        echo(peer, line)
    except Unmet as unmet:
        if peer.over or not unmet.evidence.late:
            raise
        begin = len(peer.received)
        peer.send(following)
        await_or_quiet(server, peers, lambda: len(peer.received) > begin or peer.over)
        raise unmet.noting(AFTER_THE_NEXT) if len(peer.received) > begin else unmet from None
