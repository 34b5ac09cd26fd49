"""A server under test: started, addressed, signalled, counted, ended.

Owns the life of one server process and what is known of it. Knows nothing of the bytes that cross
its sockets. Every life is a fresh process on a fresh copy in a fresh network, but for ``again``.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from harness.errors import HarnessError
from harness.isolation.processes import Census, census
from harness.launch.listeners import Address, Listener, Transport, listeners
from harness.launch.output import Drain
from harness.launch.readiness import STEADY, StartFailure, Wanted, await_listener, await_quiet, ended_in_words, owned
from harness.launch.workbench import Running, Workbench
from harness.model import Happening, Output

Tell = Callable[[Happening, str], None]
LECTURE_PORTS = (20000, 25000)
_POLL = 0.002
_FREEZE_LIMIT = 5.0


class Server:
    """The program under test. ``tell`` receives what happens to it, for the transcript."""

    def __init__(self, bench: Workbench, transport: Transport, tell: Tell) -> None:
        self.bench = bench
        self.kit = bench.kit
        self.transport = transport
        self._tell = tell
        self._life = ExitStack()
        self._running: Running | None = None
        self._listener: Listener | None = None
        self._drain: Drain | None = None
        self._ended_told = False

    # --- lives ------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin a life in a fresh network. Raises ``StartFailure``."""
        self.stop()
        self.bench.isolation.fresh_network()
        self._begin(None)

    def again(self) -> None:
        """Kill and start at once, in the same network, told the same port. Raises ``StartFailure``."""
        port = self.running.port
        self.stop()
        self._begin(port)

    def stop(self) -> None:
        """End the life, whatever the program does about it; its output stays readable."""
        self._running = None
        self._life.close()

    def _begin(self, port: int | None) -> None:
        self._drain = None
        self._ended_told = False
        self._running = self._life.enter_context(self.bench.started(port))
        self._drain = self._running.drain
        self._tell(Happening.STARTED, " ".join(self.bench.program.command))
        self._listener = await_listener(self._running.sandbox, self._wanted(self._running.port))
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
    def running(self) -> Running:
        """The present life."""
        assert self._running is not None, "not started"
        return self._running

    @property
    def present(self) -> bool:
        """True between start and stop."""
        return self._running is not None

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

    def census(self) -> Census:
        """Count what its processes hold right now."""
        return census(self.running.sandbox.processes())

    def quiet(self, limit: float, steady: float = STEADY) -> bool:
        """Wait until it only waits; see ``readiness.await_quiet``."""
        return await_quiet(self.census, limit, steady)

    def ended(self) -> str:
        """``exited with status 1`` once its main process has; else nothing."""
        if self._running is None:
            return ""
        status = self._running.sandbox.ended()
        if status is None:
            return ""
        words = ended_in_words(status)
        if self._running.memory.exceeded:
            words = f"used {self._running.memory.exceeded >> 20:,} MiB of memory and was ended"
        if not self._ended_told:
            self._ended_told = True
            self._tell(Happening.EXITED, words)
        return words

    def gone(self) -> bool:
        """True once no process of it is left."""
        return bool(self.ended()) and not self.running.sandbox.processes()

    def crashed(self) -> bool:
        """True once its main process ended by a signal or with a status other than 0."""
        return self._running is not None and self._running.sandbox.ended() not in {None, 0}

    def output(self) -> Output:
        """What it wrote in this life, or the one before while there is none."""
        return self._drain.output() if self._drain else Output(head=self.bench.build_output[:4096])

    def leaked(self) -> frozenset[bytes]:
        """Secrets of the kit that it wrote."""
        return frozenset(self._drain.leaked) if self._drain else frozenset()

    # --- what is done to it ---------------------------------------------------------------------

    def interrupt(self, number: signal.Signals) -> None:
        """Send a signal to its process group."""
        self._tell(Happening.SIGNAL, number.name)
        self.running.sandbox.interrupt(number)

    def gone_within(self, limit: float) -> bool:
        """Wait until main process and listener are gone; False when ``limit`` seconds pass first."""
        end = time.monotonic() + limit
        while not (gone := bool(self.ended()) and not self.listening()) and time.monotonic() < end:
            time.sleep(_POLL)
        return gone

    def freeze(self) -> None:
        """Stop all of its processes (SIGSTOP), those that are being forked too, and wait until they have stopped."""
        self._tell(Happening.SIGNAL, "SIGSTOP")
        end = time.monotonic() + _FREEZE_LIMIT
        while time.monotonic() < end:
            awake = [pid for pid in self.running.sandbox.processes() if not _stopped(pid)]
            if not awake:
                return
            _send(awake, signal.SIGSTOP)
            time.sleep(_POLL)
        raise HarnessError("The program's processes did not stop at SIGSTOP.")

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._tell(Happening.SIGNAL, "SIGCONT")
        _send(self.running.sandbox.processes(), signal.SIGCONT)


def _send(processes: Iterable[int], number: signal.Signals) -> None:
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _stopped(pid: int) -> bool:
    with suppress(OSError):
        return all(
            (task / "stat").read_text(errors="replace").rpartition(")")[2].split()[0] in {"T", "t", "Z", "X"}
            for task in Path(f"/proc/{pid}/task").iterdir()
        )
    return True


__all__ = ["Server", "StartFailure", "Tell"]
