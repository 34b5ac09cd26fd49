"""The rig: a program that is a class, at work under its suite's driver, set up anew by every requirement.

Owns the start of a driver and what it is told and reports. The process, its network, its files and its end are those of
every program. What a scene is, suite and driver agree upon.
"""

from __future__ import annotations

from harness.errors import HarnessError
from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.witness import Witness
from harness.launch.readiness import START_LIMIT, StartFailure
from harness.launch.server import Server

_DYING = 1.0


class Rig:
    """Starts the program's driver, a fresh process on a fresh copy in a fresh network each time."""

    def __init__(self, server: Server, peers: Peers) -> None:
        self.server = server
        self.peers = peers
        self._witness: Witness | None = None

    def start(self, scene: str, **particulars: object) -> None:
        """Begin a life; the driver has loaded the module when this returns.

        Raises ``Unmet`` where the module cannot be loaded, or is not built.
        """
        self.peers.reset_all()
        try:
            self.server.start()
        except StartFailure as failure:
            if self.server.bench.failure is None:
                # what did not start is the driver, which is ours
                raise HarnessError(f"The driver did not start: {failure.observed}") from None
            raise _unloaded(failure.observed, late=failure.late) from None
        self._witness = Witness(self.peers.connect(self.server.address))
        self._witness.order(scene=scene, **particulars)
        self.hear("loaded", START_LIMIT)

    def said(self, kind: str) -> list[str]:
        """The particulars of all that the driver reported of one kind."""
        return self.witness.said(kind)

    @property
    def witness(self) -> Witness:
        """The connection to the driver."""
        assert self._witness is not None, "not started"
        return self._witness

    def hear(self, kind: str, limit: float | None = None) -> str:
        """Wait for a report of that kind; raises ``Unmet`` where the driver finds a fault, or its process ends."""
        witness = self.witness

        def settled() -> bool:
            return bool(witness.said(kind) or witness.said("fault")) or witness.peer.over

        self.peers.wait(settled, limit)
        if said := witness.said(kind):
            return said[-1]
        if faults := witness.said("fault"):
            # its words are about the module, and so is the process's end that follows
            self.server.gone_within(_DYING)
            raise _unloaded(faults[0])
        end = self._end()
        raise _unloaded(end or "It had not been loaded in time.", late=not end)

    def listen_at(self, kind: str = "listens") -> None:
        """Wait for the report of a port, and take it for the one to talk to. Raises ``Unmet`` where nothing is there."""
        port = int(self.hear(kind))
        if not self.server.turn_to(port):
            raise Unmet(
                sent="Nothing: your module was loaded and put to use.",
                expected=f"A socket that listens on port {port}.",
                observed="Nothing listened there.",
            )

    def explaining(self, *kinds: str) -> Explaining:
        """A context in which a failure also tells what the driver reported of these kinds."""
        return Explaining(self, kinds)

    def _end(self) -> str:
        if not self.witness.peer.over:
            return ""
        self.server.gone_within(_DYING)
        ended = self.server.ended() or "closed the descriptors that it had not opened itself"
        return f"Its process {ended}."


class Explaining:
    """Adds to a failure the first thing that the driver had to say."""

    def __init__(self, rig: Rig, kinds: tuple[str, ...]) -> None:
        self._rig, self._kinds = rig, kinds

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Unmet):
            self._rig.peers.pump()
            told = [text for kind in self._kinds for text in self._rig.said(kind)]
            if told:
                raise error.noting(told[0]) from None


def _unloaded(observed: str, *, late: bool = False) -> Unmet:
    return Unmet(
        sent="Nothing: your module was loaded.",
        expected="A module that can be imported, and that defines what is asked for.",
        observed=observed,
        late=late,
    )
