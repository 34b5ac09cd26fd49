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
            raise _unusable(failure.observed, late=failure.late) from None
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

    def hear(self, kind: str, limit: float | None = None, due: str = "") -> str:
        """Wait for a report of that kind; raises ``Unmet`` where the driver finds a fault, or its process ends.

        ``due`` is what the module is put to use for, as the student is told; it is loaded first.
        """
        witness = self.witness

        def settled() -> bool:
            return bool(witness.said(kind) or witness.said("fault")) or witness.peer.over

        self.peers.wait(settled, limit)
        if said := witness.said(kind):
            return said[-1]
        if faults := witness.said("fault"):
            # its words are about the module, and so is the process's end that follows
            self.server.gone_within(_DYING)
            raise _unusable(faults[0], due)
        end = self._end()
        raise _unusable(end or "It had not come that far in time.", due, late=not end)

    def listen_at(self, kind: str, due: str = "") -> None:
        """Wait for the report of a port, and talk to that from now on. Raises ``Unmet`` where nothing is there."""
        port = int(self.hear(kind, due=due))
        if not self.server.turn_to(port):
            raise _unusable(f"Nothing listened on its port, {port}.", due)

    def _end(self) -> str:
        if not self.witness.peer.over:
            return ""
        self.server.gone_within(_DYING)
        ended = self.server.ended() or "closed the descriptors that it had not opened itself"
        return f"Its process {ended}."


def _unusable(observed: str, due: str = "", *, late: bool = False) -> Unmet:
    return Unmet(
        sent="Nothing: your module was loaded and put to use." if due else "Nothing: your module was loaded.",
        expected=due or "A module that can be imported, and that defines what is asked for.",
        observed=observed,
        late=late,
    )
