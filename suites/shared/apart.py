"""What keeps the clients of a server of streams apart: nobody gets what another has sent.

Owns the check of it, a play of several clients and one that is held up. Bytes that are missing, or that are nobody's,
are for other requirements to tell of.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.verify import first_difference
from harness.exchange.words import plural
from harness.launch.server import Server
from harness.plugin.properties import Falsify
from harness.requirement import MUST, requirement
from suites.shared.dialects import StreamDialect, await_or_quiet, receive_all
from suites.shared.echoing import echo, hold
from suites.shared.streams import PARTLY_SENT, SMALL_BUFFER, SMALL_SEGMENT

ANOTHERS = "It had come from another client."
WHILE_ONE_WAITED = "by a client that read late"
_LEAVING = 1.0
_A_LOOK = 0.01
# more than a kernel keeps of what its program sends in small segments: the program is left holding some of it
_HELD_UP = 2 * PARTLY_SENT
_WORDS = 4096
# letters that somebody else has not sent by chance
_PIECE = 8
_LOOKED_AT = 64


@requirement("no-cross-talk", MUST, needs=("concurrent-clients",))
def no_cross_talk(server: Server, peers: Peers, dialect: StreamDialect, falsify: Falsify, draw: Random) -> None:
    """Never give one client's bytes to another.

    Why: a variable that all clients share mixes their data, and shows one person what another wrote.

    Source: lecture, Using TCP and Event Driven I/O; RFC 862
    """
    from hypothesis import strategies as st

    words = [dialect.word(draw, 2 * _PIECE) for _ in range(64)]

    def kept_apart(steps: tuple[tuple[str, int], ...]) -> None:
        play = _Play(server, peers, dialect, words)
        for action, number in steps:
            play.step(action, number)
        play.finish(", ".join(f"{action} {number}" for action, number in steps))

    action = st.sampled_from(("send", "end", "reset"))
    steps = st.lists(st.tuples(action, st.integers(0, 3)), min_size=2, max_size=12).map(tuple)
    together = tuple(("send", number) for _ in range(4) for number in range(8))
    leaving = (("send", 0), ("send", 1), ("reset", 0), ("send", 2), ("send", 1), ("end", 1), ("send", 3), ("send", 2))
    falsify(steps, kept_apart, first=(together, leaving), examples=8)
    _beside_one_held_up(server, peers, dialect, draw)


def _beside_one_held_up(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Have one client's bytes wait in the server while another is served: what was to be sent is not overwritten."""
    held = peers.connect(server.address, receive_buffer=SMALL_BUFFER, segment=SMALL_SEGMENT, layer=dialect.layer)
    own = dialect.block(draw, _HELD_UP)
    count = held.send_until_stalled(own, len(own))
    held.pause()
    server.quiet(_LEAVING)
    other = dialect.connect(peers, server.address)
    message = b"".join(dialect.word(draw) for _ in range(_WORDS))
    # much for one recv(), so that the whole of a buffer is used again
    server.freeze()
    other.send(message)
    server.thaw()
    await_or_quiet(server, peers, lambda: len(other.received) >= len(message) or other.over)
    held.resume()
    held.half_close()
    with suppress(Unmet):  # how long it takes, and whether all of it comes, is for other requirements to say
        receive_all(held, own[:count])
    sent = f"{plural(count, 'byte')} {WHILE_ONE_WAITED}; meanwhile {plural(len(message), 'byte')} by another."
    _hold_apart(held, own[:count], message, sent=sent)
    _hold_apart(other, message, own[:count], sent=sent)


def _hold_apart(peer: StreamPeer, due: bytes, others: bytes, *, sent: str, example: str = "") -> None:
    """Hold that the client has got nothing of ``others``. Bytes missing, and bytes of nobody, are told of elsewhere."""
    received = bytes(peer.received)
    offset = first_difference(due[: len(received)], received)
    if offset is None:
        return
    wrong = received[offset : offset + _LOOKED_AT]
    if any(wrong[at : at + _PIECE] in others for at in range(len(wrong) - _PIECE + 1)):
        try:
            hold(peer, due[: len(received)], received, sent=sent, example=example)
        except Unmet as unmet:
            raise unmet.noting(ANOTHERS) from None


class _Play:
    """One play of several clients; a number opens its client when it first acts, or acts again after leaving."""

    def __init__(self, server: Server, peers: Peers, dialect: StreamDialect, words: list[bytes]) -> None:
        self._server, self._peers, self._dialect = server, peers, dialect
        self._words = iter(words * 2)
        self._present: dict[int, StreamPeer] = {}
        self._all: list[tuple[StreamPeer, bytearray]] = []
        self._due: dict[int, bytearray] = {}

    def step(self, action: str, number: int) -> None:
        if number not in self._present:
            peer = self._dialect.connect(self._peers, self._server.address)
            self._present[number], self._due[peer.number] = peer, bytearray()
            self._all.append((peer, self._due[peer.number]))
            self._say(peer)
        peer = self._present[number]
        match action:
            case "send":
                self._say(peer)
            case "end":
                peer.half_close()
                self._peers.wait(lambda: peer.over, _LEAVING)
                del self._present[number]
            case "reset":
                peer.reset()
                self._server.quiet(_LEAVING)
                del self._present[number]

    def _say(self, peer: StreamPeer) -> None:
        """Send a word and wait for its echo: then the server has accepted the client, and acts in the play's order."""
        self._send(peer)
        self._await([peer])

    def _send(self, peer: StreamPeer) -> None:
        peer.send(self._word_of(peer))

    def _word_of(self, peer: StreamPeer) -> bytes:
        word = next(self._words)
        self._due[peer.number] += word
        return word

    def _send_in_halves(self, peers: list[StreamPeer]) -> None:
        """All first halves are read before any second: what a server keeps of an unfinished message is mixed here."""
        words = [self._word_of(peer) for peer in peers]
        for peer, word in zip(peers, words, strict=True):
            peer.send(word[: len(word) // 2])
        self._server.quiet(_LEAVING, steady=_A_LOOK)
        for peer, word in zip(peers, words, strict=True):
            peer.send(word[len(word) // 2 :])

    def _await(self, peers: list[StreamPeer]) -> None:
        due = self._due
        self._peers.wait(lambda: all(len(p.received) >= len(due[p.number]) or p.over for p in peers), _LEAVING)

    def finish(self, told: str) -> None:
        """Have all that are left speak at once; hold that no client has got a byte that it had not sent."""
        left = [peer for peer in self._present.values() if not peer.over]
        self._send_in_halves(left)
        self._await(left)
        for peer, due in self._all:
            sent = f"What several clients did: {told}. Client {peer.number} sent {bytes(due)!r}."
            others = b" ".join(bytes(each) for other, each in self._all if other is not peer)
            _hold_apart(peer, bytes(due), others, sent=sent, example=told)
            peer.close()
        # a server that this play has killed must fail in this play, not in the next
        last = self._dialect.connect(self._peers, self._server.address)
        echo(last, next(self._words), example=told)
        last.close()
