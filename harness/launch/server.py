"""A server under test: started, addressed, signalled, counted, ended.

Owns the life of one server process and what is known of it. Knows nothing of the bytes that cross
its sockets. Every life is a fresh process on a fresh copy in a fresh network, but for ``again``.
"""

from __future__ import annotations

import time
from collections.abc import Collection

from harness.isolation.ports import LECTURE_PORTS
from harness.launch.life import Life, Tell
from harness.launch.listeners import Address, Listener, Transport, listeners
from harness.launch.readiness import StartFailure, Wanted, await_listener, owned
from harness.launch.shared import await_clear, closed_ports, hold_free, hold_open, own_ports
from harness.launch.workbench import Workbench
from harness.model import Happening

_POLL = 0.002


class Server(Life):
    """The program under test. ``tell`` receives what happens to it, for the transcript."""

    host = "0.0.0.0"  # noqa: S104  # what programs are told to bind, in their own network

    def __init__(self, bench: Workbench, transport: Transport, tell: Tell) -> None:
        super().__init__(bench, tell)
        self.transport = transport
        self._listener: Listener | None = None

    # --- lives ------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin a life in a fresh network.

        Raises ``StartFailure``, or ``NotHere`` or ``IsolationError`` where this machine was the reason.
        """
        ports = own_ports(self.bench.program)
        self._enter_network(ports)
        try:
            self._begin(None)
        except StartFailure:
            if not self._was_hindered(ports):
                raise
            self._begin(None)

    def _was_hindered(self, ports: Collection[int]) -> bool:
        """Whether what is left of an earlier life was in the way, and is no longer; raises where something else was."""
        if self.bench.failure is not None or (self.bench.isolation.tier.own_network and not closed_ports(ports)):
            return False
        self.ended()  # how it ended is asked for later
        self._end_process()
        hold_open(ports, self.output())
        hold_free(ports, self.transport)
        return await_clear(ports)

    def again(self) -> None:
        """Kill and start at once, in the same network, told the same port. Raises ``StartFailure``."""
        port = self.running.port
        self._end_process()
        self._begin(port)

    def _begin(self, port: int | None) -> None:
        running = self._begin_process(port)
        self._listener = await_listener(running.sandbox, self._wanted(running.port))
        self._tell(Happening.LISTENING, f"{self.transport.upper()} {self._listener.address} port {self._listener.port}")

    def turn_to(self, port: int) -> bool:
        """Take its listener on ``port`` for the one to talk to; False where it has none there."""
        mine = owned(self.running.sandbox, self._listeners())
        found = next((each for each in mine if each.port == port), None)
        if found is not None:
            self._listener = found
            self._tell(Happening.LISTENING, f"{self.transport.upper()} {found.address} port {found.port}")
        return found is not None

    def _wanted(self, port: int) -> Wanted:
        program = self.bench.program
        said = (program.port,) if program.port else ()
        # the lecture's ports before others that stand in the source, such as one for health checks
        usual = [number for number in LECTURE_PORTS if number in program.ports]
        return Wanted(self.transport, (port, *said, *usual), program.ports)

    # --- where it is, and how it is -----------------------------------------------------------

    @property
    def listener(self) -> Listener:
        """The socket it was found to listen on."""
        assert self._listener is not None, "not started"
        return self._listener

    @property
    def address(self) -> Address:
        """Where a client reaches it."""
        return self.listener.reachable_at

    @property
    def port_is_known(self) -> bool:
        """True where it took the port it was told, or one that stands in its source or manifest."""
        return self.listener.port in self._wanted(self.running.port).ports

    def listening(self) -> bool:
        """True while a process of it holds a listener on its port."""
        return any(each.port == self.listener.port for each in owned(self.running.sandbox, self._listeners()))

    def dropped(self) -> int:
        """Datagrams that the kernel dropped because the program's queue was full."""
        return sum(each.dropped for each in self._listeners() if each.inode == self.listener.inode)

    def _listeners(self) -> list[Listener]:
        return [each for each in listeners() if each.transport == self.transport]

    # --- what is done to it ---------------------------------------------------------------------

    def gone_within(self, limit: float) -> bool:
        """Wait until main process and listener are gone; False when ``limit`` seconds pass first."""
        end = time.monotonic() + limit
        while not (gone := bool(self.ended()) and not self.listening()) and time.monotonic() < end:
            time.sleep(_POLL)
        return gone


__all__ = ["Server", "StartFailure", "Tell"]
