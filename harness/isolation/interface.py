"""What every isolation tier offers, so that whatever starts a program need not know which it is.

Owns the two protocols and the value that says what to start. Knows no tier.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from harness.isolation.limits import Limits
from harness.isolation.toolchain import Toolchain
from harness.model import Tier

__all__ = ["Isolation", "Sandboxed", "Start"]


@dataclass(frozen=True)
class Start:
    """A command to run in ``work``. Standard input is a silent pipe, output is one pipe.

    ``trust`` is an authority in PEM: where files can be bound, it stands in place of the machine's.
    ``packages`` is a folder of Python packages that the program may import and not change.
    """

    command: tuple[str, ...]
    env: dict[str, str]
    work: Path
    toolchain: Toolchain
    hosts: tuple[str, ...] = ()
    trust: bytes = b""
    limits: Limits = field(default_factory=Limits)
    packages: Path | None = None


class Sandboxed(Protocol):
    """A program that was started: its input and output (our ends), its processes, its end."""

    stdin: int
    output: int
    main: int
    attendants: tuple[int, ...]
    """Processes of the sandbox itself, which tell of the program's end a moment after it."""

    def processes(self) -> tuple[int, ...]:
        """Process ids of the program, as this process sees them; not those of the sandbox itself."""

    def ended(self) -> int | None:
        """The main process's status, negative for a signal, or None while it runs."""

    def interrupt(self, signal: int) -> None:
        """Send ``signal`` to the program's process group."""

    def strike(self) -> None:
        """Send SIGKILL to all of it and return at once; from any thread."""

    def kill(self) -> None:
        """End every process of the program, whatever they do about it, and wait until they are gone."""


class Isolation(Protocol):
    """One tier, entered once by the process that grades."""

    tier: Tier
    seen_at: str | None

    def enter(self) -> None:
        """Prepare this (single-threaded) process. Raises ``IsolationError`` or ``OSError``."""

    def fresh_network(self) -> None:
        """Give this process, and all it starts from now on, a network where every port is free."""

    def port(self, drawn: int) -> int:
        """The port to tell a program: ``drawn``, or the next that is free where the network is shared."""

    def alone(self, ports: Iterable[int]) -> AbstractContextManager[None]:
        """Keep ``ports`` from all other gradings, as soon as none uses them; at once in a network of its own."""

    def folder(self, size: int) -> AbstractContextManager[Path]:
        """A new, empty folder that holds ``size`` bytes at most and that the program may write."""

    def hand_over(self, folder: Path) -> None:
        """Make everything in ``folder`` the program's own."""

    def start(self, start: Start) -> Sandboxed:
        """Start a program. Raises ``IsolationError`` where the sandbox itself fails."""
