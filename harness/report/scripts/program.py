"""A program that a script starts itself: its session, the port on which it listens, and what the kernel counts of it.

Owns the process, and what every script needs: the flaw as an exception, and messages of any size. Reads ``/proc``, so
Linux alone. May not know what is said to the program.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

LISTENING, BOUND = "0A", "07"
PR_SET_PDEATHSIG = 1
TICKS = os.sysconf("SC_CLK_TCK")
START_LIMIT = 10.0
LIMIT = 5.0
"""Seconds for which an answer is waited for."""
HOST, HERE = "127.0.0.1", Path()


class Flaw(Exception):
    """The flaw shows; the argument says what came."""


class Count(NamedTuple):
    """What a program and its children hold: clock ticks used, open descriptors, threads, processes."""

    ticks: int
    descriptors: int
    threads: int
    processes: int


class NotStarted(Exception):
    """The program did not come to listen; the argument says what was seen instead."""


class Program:
    """Starts ``command`` in a session of its own and waits until it listens; a context manager that ends it.

    ``shakes_hands`` where a stranger is refused.
    """

    shakes_hands = False

    def __init__(self, command: list[str], env: dict[str, str], *, udp: bool = False, folder: Path = HERE) -> None:
        self.command, self.udp, self.folder = command, udp, folder
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1", **env}
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the program
        self.start()

    def start(self) -> None:
        """Start it, once more where it was killed. Raises ``NotStarted``."""
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=self.said,
            stderr=self.said,
            env=self.env,
            cwd=self.folder,
            start_new_session=True,
            preexec_fn=before_it_runs,
        )
        end = time.monotonic() + START_LIMIT
        while not (ports := self.ports()):
            if self.process.poll() is not None:
                self.kill()
                raise NotStarted(f"It ended with status {self.process.returncode} and did not listen.\n{self.output()}")
            if time.monotonic() > end:
                self.kill()
                raise NotStarted(f"It did not listen within {START_LIMIT:.0f} s.\n{self.output()}")
            time.sleep(0.02)
        self.port = ports[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it and its children at once."""
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def signal(self, number: int) -> None:
        """Send a signal to its process group."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def output(self) -> str:
        """All that it has written, made visible."""
        self.said.seek(0)
        return self.said.read().decode("utf-8", "backslashreplace")

    def pids(self) -> list[int]:
        """Its processes: all of its session, and none that has ended and was waited for."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == self.process.pid:
                    found.append(int(place.name))
        return found

    def gone(self) -> bool:
        """Whether it has ended and nothing of it listens any more."""
        return self.process.poll() is not None and not self.ports()

    def ports(self) -> list[int]:
        """The ports on which it listens."""
        own = {inode for pid in self.pids() for inode in _sockets(pid)}
        tables = ("udp", "udp6") if self.udp else ("tcp", "tcp6")
        state = BOUND if self.udp else LISTENING
        return [port for table in tables for port, inode in _table(table, state) if inode in own]

    def count(self) -> Count:
        """What it holds now."""
        ticks = descriptors = threads = 0
        pids = self.pids()
        for pid in pids:
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
                threads += int(fields[17])
                descriptors += len(os.listdir(f"/proc/{pid}/fd"))
        return Count(ticks, descriptors, threads, len(pids))


def before_it_runs() -> None:
    """In the process that is to become the program: it hears SIGINT, and ends with the script, however that ends."""
    # a shell leaves it ignored in what it runs in the background
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _sockets(pid: int) -> Iterator[str]:
    """The inodes of its open sockets."""
    with suppress(OSError):
        for descriptor in os.scandir(f"/proc/{pid}/fd"):
            with suppress(OSError):
                target = os.readlink(descriptor.path)
                if target.startswith("socket:["):
                    yield target[8:-1]


def _table(name: str, state: str) -> Iterator[tuple[int, str]]:
    """Port and inode of each socket in ``state``."""
    with suppress(OSError):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == state:
                yield int(fields[1].rpartition(":")[2], 16), fields[9]


def message(head: bytes, size: int, tail: bytes, form: bytes = b"%07d-") -> bytes:
    """Bytes of which the record kept the beginning and the end; numbers stand between, so that no part repeats.

    ``form`` is that of each number, eight bytes.
    """
    missing = size - len(head) - len(tail)
    if missing <= 0:
        return head + tail
    return head + b"".join(form % number for number in range(missing // 8 + 1))[:missing] + tail
