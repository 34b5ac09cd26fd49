"""What a server that echoes a stream must return unchanged: any bytes, in any segments, found by properties.

Owns the contents that programs are likely to change. They run over any dialect of streams.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.verify import bytes_in_words
from harness.exchange.words import plural
from harness.launch.server import Server
from harness.plugin.properties import Falsify
from harness.requirement import MUST, requirement
from suites.shared.dialects import StreamDialect
from suites.shared.echoing import Client, echo, hold

# what programs that take bytes for text, lines or a terminal are likely to change
SPECIAL = (
    *(b"\0", b"\xc3\x28", b"\xff", b"\r\n", b"\n", b"\r", b"\x04", b"\x03", b"\x1a", b"\x08", b"\x1b[2J", b" ", b"\t"),
    *(
        b"\xff\xfb\x01",
        b"\xff\xff",
        b"\xff\xf4",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xe2\x82",
        b"\xf0\x9f",
    ),
)
# words that programs made for people take for commands
COMMANDS = tuple(
    word + end
    for word in (b"quit", b"exit", b"bye", b"stop", b"close", b"end", b"q", b".", b"shutdown", b"help")
    for end in (b"", b"\n", b"\r\n")
)
# buffers that programs read into, and a byte less and more: some take a full one for a part of more. What is larger may
# not be taken by one send(), which is large-message's affair
BUFFERS = (1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097, 8191, 8192, 8193, 16_384)
PIECES = (*(bytes([value]) for value in range(256)), *SPECIAL)


@requirement("keeps-bytes", MUST, needs=("echoes",))
def keeps_bytes(server: Server, peers: Peers, dialect: StreamDialect, falsify: Falsify, draw: Random) -> None:
    """Return every byte value unchanged.

    Why: TCP carries bytes, not text: decoding them, stripping them or treating some as commands loses data.

    Source: lecture, Using TCP; RFC 862; Python documentation, bytes.decode
    """
    from hypothesis import strategies as st

    client = Client(server, peers, dialect)

    def unchanged(content: bytes) -> None:
        message = dialect.message(content)
        client.talk(lambda peer: echo(peer, message, example=bytes_in_words(message)))

    order = draw.sample(PIECES, len(PIECES))

    def chosen(picks: bytes) -> bytes:
        bits = int.from_bytes(picks)
        return b"".join(piece for place, piece in enumerate(order) if bits >> place & 1)

    # some of all pieces, so that each is left out where the failure does not need it; a bit for each, since a draw
    # for each took ten times as long, and its search was over before the smallest was found
    size = -(-len(order) // 8)
    some = st.binary(min_size=size, max_size=size).map(chosen).filter(bool)
    falsify(some, unchanged, first=(*SPECIAL, *COMMANDS, b"".join(order)))


@requirement("any-segmentation", MUST, needs=("echoes",))
def any_segmentation(server: Server, peers: Peers, dialect: StreamDialect, falsify: Falsify, draw: Random) -> None:
    """Echo the same bytes however they were cut into segments.

    Why: TCP keeps no message boundaries: one send may arrive in many pieces, many sends in one.

    Source: lecture, Using TCP; RFC 9293 section 3.8; Python documentation, Socket Programming HOWTO
    """
    from hypothesis import strategies as st

    message = dialect.word(draw, 61)
    client = Client(server, peers, dialect)

    def uncaring(cuts: tuple[int, ...]) -> None:
        client.talk(lambda peer: _in_pieces(peers, peer, message, cuts))

    every_byte = tuple(range(1, len(message)))
    cuts = st.lists(st.integers(1, len(message) - 1), max_size=8).map(tuple)
    falsify(cuts, uncaring, first=(every_byte, (), (1,), (len(message) - 1,)))
    for size in BUFFERS:
        piece = dialect.block(draw, size)
        client.talk(lambda peer, piece=piece: echo(peer, piece))  # type: ignore[misc]  # a default binds the loop's variable


def _in_pieces(peers: Peers, peer: StreamPeer, message: bytes, cuts: tuple[int, ...]) -> None:
    """Send ``message`` cut at ``cuts``; the echo of a piece is awaited before the next, so that none are joined."""
    bounds = [0, *sorted(set(cuts)), len(message)]
    pieces = [message[start:end] for start, end in pairwise(bounds)]
    told = f"{bytes_in_words(message)}, in {plural(len(pieces), 'piece')} of {_sizes(pieces)} bytes."
    before, done = len(peer.received), 0
    for piece in pieces:
        peer.send(piece)
        done += len(piece)
        peers.wait(lambda due=before + done: len(peer.received) >= due or peer.over)  # type: ignore[misc]  # a default binds the loop's variable
        if len(peer.received) < before + done:
            break
    hold(peer, message[:done], bytes(peer.received[before:]), sent=told, example=told)
    peer.receive(len(peer.received) - peer.taken, 0.0)


def _sizes(pieces: list[bytes]) -> str:
    sizes = [str(len(piece)) for piece in pieces]
    return ", ".join(sizes) if len(sizes) <= 10 else f"{', '.join(sizes[:9])}, …"
