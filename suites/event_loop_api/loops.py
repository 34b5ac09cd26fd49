"""A submitted loop at work, as the checks see it: one client for each handler, and words that go to and fro.

Owns the scene's setting up and the single exchange. The handlers themselves are the driver's.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from string import ascii_letters, digits

from harness.exchange.loop import Address, Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words, describe
from harness.exchange.words import sentence
from harness.model import Happening
from harness.plugin.rig import Rig

WENT_ROUND = "The loop went round all the time."
LETTERS = (ascii_letters + digits).encode()
STEER = ("steer", "steers")
_DYING = 1.0


class Loop:
    """``event_loop`` with a handler for each of ``clients``: names and kinds, as in ``driver.KINDS``.

    With ``accepts`` there are also a handler that accepts further clients, and one that answers datagrams. Handlers
    answer in a cipher that is drawn, so that what comes back has been through their hands.
    """

    def __init__(
        self, rig: Rig, peers: Peers, draw: Random, clients: Sequence[tuple[str, str]], *, accepts: bool = False
    ) -> None:
        self.rig, self.peers, self._draw = rig, peers, draw
        self._cipher = bytes.maketrans(LETTERS, bytes(draw.sample(LETTERS, len(LETTERS))))
        rig.start("loop", clients=clients, accepts=accepts, cipher=self._cipher.hex())
        rig.listen_at("listens")
        self.clients = {name: self.join(small=kind in {"full", "both"}) for name, kind in clients}
        rig.hear("begins")

    @property
    def datagrams(self) -> Address:
        """Where datagrams are answered."""
        return ("127.0.0.1", int(self.rig.said("datagrams")[0]))

    def join(self, *, small: bool = False) -> StreamPeer:
        """One more client; a ``small`` one does not read until it is asked to."""
        peer = self.peers.connect(self.rig.server.address, receive_buffer=4096 if small else None)
        if small:
            peer.pause()
        return peer

    def word(self) -> tuple[str, bytes]:
        """20 letters and digits, never the same twice, and what a handler answers to them."""
        text = "".join(map(chr, self._draw.choices(LETTERS, k=20)))
        return text, text.encode().translate(self._cipher)

    def say(self, peer: StreamPeer) -> bytes:
        """Send a word; the answer that is due."""
        text, due = self.word()
        peer.send(text.encode())
        return due

    def ask(self, peer: StreamPeer, told: str, expected: str) -> None:
        """Send a word and hold that it is answered."""
        self.hold(peer, self.say(peer), told, expected)

    def hold(self, peer: StreamPeer, due: bytes, told: str, expected: str) -> None:
        """Hold that ``due`` comes; ``told`` is what was sent, ``expected`` what had to be called."""
        received = peer.receive(len(due))
        if received == due:
            return
        what = f"{bytes_in_words(received)} came back" if received else "nothing came back"
        observed = sentence(f"{what}, {describe(peer.ending, peer.ended_at)}")
        late = peer.ending is Happening.TIMEOUT and due.startswith(received)
        raise self.explained(Unmet(sent=told, expected=expected, observed=observed, late=late))

    def steer(self, line: str) -> None:
        """Give the steering handler an order, which it takes in a round of its own, and answers."""
        steer, sent = self.clients["steer"], "A few bytes to a handler that wanted to receive."
        steer.send(line.encode())
        expected = "event_loop calls its handle_receive(), which answers."
        self.hold(steer, line.encode().translate(self._cipher), sent, expected)

    def rounds(self, count: int) -> None:
        """See the loop through that many rounds."""
        for _ in range(count):
            self.steer(self.word()[0])

    def orderly(self, told: str) -> None:
        """Hold that no handler was called against its will, or without being ready."""
        complaints = self.rig.said("uncalled-for")
        if complaints:
            raise Unmet(
                sent=told,
                expected="Calls of handlers that wanted to, and whose descriptors were ready; of no others.",
                observed=complaints[0],
            )

    def explained(self, unmet: Unmet) -> Unmet:
        """The failure, with what had become of the loop meanwhile."""
        ended = self.rig.said("ended")
        if ended:
            self.rig.server.gone_within(_DYING)
            return unmet.noting(ended[0])
        if not self.rig.server.quiet(_DYING):
            return unmet.noting(WENT_ROUND)
        return unmet
