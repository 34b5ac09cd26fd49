"""Requirements and suites: how a suite says what a program must do.

Owns the decorator, the suite and the catalogue that both generate. A requirement lives in one place, its test:
name, level and needs stand in the decorator, the title, the reason and the source in the docstring.
May not know how a requirement is run; the plugin reads what is declared here.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from random import Random
from typing import Any, Literal, Protocol, Self

from harness.model import Attempt, Level, matches

MUST, SHOULD, MAY = Level.MUST, Level.SHOULD, Level.MAY

Check = Callable[..., None]


@dataclasses.dataclass(frozen=True)
class Requirement:
    """One checkable sentence about a program.

    ``needs`` are names in the same suite; a requirement is blocked when one of them failed.
    ``provokes`` marks the requirements that end by proving that a fresh client is served (docs/design.md, rule 2). One
    that ``waits`` does so by nature: others are tried meanwhile. ``check`` is the test: it returns, or raises
    ``Unmet``.
    """

    name: str
    level: Level
    needs: tuple[str, ...]
    check: Check
    provokes: bool = False
    ends_program: bool = False
    waits: bool = False

    @property
    def title(self) -> str:
        """First line of the docstring: what the program must do, as an order."""
        return _parts(self.check)["title"]

    @property
    def why(self) -> str:
        """The reason, for a student who asks what it matters."""
        return _parts(self.check)["why"]

    @property
    def source(self) -> str:
        """Where it is said: lecture section, RFC, Python documentation."""
        return _parts(self.check)["source"]

    def adopted(self, **changes: Any) -> Requirement:
        """The same check under another level or other needs, for another suite."""
        return dataclasses.replace(self, **changes)


def requirement(
    name: str,
    level: Level,
    *,
    needs: Iterable[str] = (),
    provokes: bool = False,
    ends_program: bool = False,
    waits: bool = False,
) -> Callable[[Check], Requirement]:
    """Declare the decorated test as requirement ``name``.

    ``ends_program`` says that the check ends the program itself, so that liveness is not asked for.
    Raises ``TypeError`` where the docstring lacks its title, ``Why:`` or ``Source:``.
    """

    def declare(check: Check) -> Requirement:
        declared = Requirement(name, level, tuple(needs), check, provokes, ends_program, waits)
        missing = [part for part, text in _parts(check).items() if not text]
        if missing:
            raise TypeError(f"requirement {name!r}: its docstring lacks {', '.join(missing)}")
        return declared

    return declare


def _parts(check: Check) -> dict[str, str]:
    text = inspect.getdoc(check) or ""
    title, _, rest = text.partition("\n")
    found = dict(re.findall(r"^(Why|Source): (.*?)(?=\n\n|\nSource: |\Z)", rest, re.M | re.S))
    parts = {"title": title, "why": found.get("Why", ""), "source": found.get("Source", "")}
    # a reason follows a colon in the docstring and stands by itself in a report
    return {part: _sentence(" ".join(words.split())) for part, words in parts.items()}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclasses.dataclass(frozen=True)
class Hint:
    """A likely cause of a failure of ``requirements``, told where ``fires`` says so of the attempt.

    Each is proved by a known-bad program on which it fires and by all others on which it does not.
    """

    name: str
    requirements: frozenset[str]
    fires: Callable[[Attempt], bool]
    cause: str


class Speech(Protocol):
    """How the other side of a program talks, whether the program serves or calls."""

    transport: Literal["tcp", "udp"]

    def equipped(self, kit: Any, program: Any) -> Self:
        """The same for one program, with what it takes to talk to it: the run's certificates, the program's key."""


class Dialect(Speech, Protocol):
    """How the peers of a server talk: the seam by which one check runs over several protocols."""

    def served(self, peers: Any, address: tuple[str, int], draw: Random, limit: float | None = None) -> bool:
        """Whether a fresh client is served, ``limit`` seconds at most for each step. It stays."""

    def visit(self, peers: Any, address: tuple[str, int], draw: Random, *, serves: bool, reset: bool) -> bool:
        """A client that comes and goes, by a reset if so asked. Whether it was served, if ``serves`` hopes so."""

    def engage(self, server: Any, peers: Any, draw: Random) -> str:
        """Occupy the program with clients; what they are, in words that follow "a signal"."""

    @property
    def crowd(self) -> int:
        """How many clients may come and go in a few seconds."""

    @property
    def strangers(self) -> int:
        """How many strangers may do so, whose handshake fails; 0 where there is no handshake."""

    def intrude(self, peers: Any, address: tuple[str, int], draw: Random, *, reset: bool) -> None:
        """A stranger comes and goes, where there is a handshake."""


@dataclasses.dataclass(frozen=True)
class Suite:
    """Everything one program must do, in the order in which it is tried.

    Shared checks ask ``dialect`` for connections and messages, so that the same code runs over
    another stream. ``module`` is the suite's own, ``__name__``. ``driver`` are the modules that drive a program which
    is no process of its own, such as a class; the first one's ``main`` is called, in the sandbox.
    """

    program: str
    requirements: tuple[Requirement, ...]
    dialect: Speech
    module: str
    hints: tuple[Hint, ...] = ()
    driver: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold what the catalogue promises: unique names, and needs that come first."""
        seen: set[str] = set()
        for each in self.requirements:
            unknown = set(each.needs) - seen
            if each.name in seen or unknown:
                raise TypeError(
                    f"suite {self.program}: {each.name!r} stands twice or needs {unknown}, not yet declared"
                )
            seen.add(each.name)

    def identifier(self, each: Requirement) -> str:
        """The permanent identifier, for example ``tcp-echo.large-message``."""
        return f"{self.program}.{each.name}"

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.requirements)


def load_suites() -> dict[str, Suite]:
    """All suites by program name: the packaged ones, then those of entry point ``wireproof.suites``."""
    package = import_module("suites")
    names = [f"suites.{module.name}.suite" for module in iter_modules(package.__path__) if module.ispkg]
    found = [import_module(name).SUITE for name in names if _has_suite(name)]
    found += [entry.load() for entry in entry_points(group="wireproof.suites")]
    return {suite.program: suite for suite in sorted(found, key=lambda suite: suite.program)}


def identifiers(suites: dict[str, Suite]) -> list[str]:
    """Those of all requirements of ``suites``."""
    return [suite.identifier(each) for suite in suites.values() for each in suite]


def _has_suite(name: str) -> bool:
    folder, _, module = name.rpartition(".")
    return any(each.name == module for each in iter_modules(import_module(folder).__path__))


def select(suite: Suite, only: Iterable[str], levels: Iterable[Level]) -> tuple[Requirement, ...]:
    """The requirements that ``only`` and ``levels`` ask for, with all they need, in the suite's order.

    A pattern is compared with the identifier and with the bare name, shell-style. No pattern means all.
    """
    patterns, wanted_levels = tuple(only), frozenset(levels)
    chosen = {each.name for each in suite if each.level in wanted_levels and _asked(suite.identifier(each), patterns)}
    for each in reversed(suite.requirements):
        # needs come first in a suite, so one pass from its end closes over them
        if each.name in chosen:
            chosen.update(each.needs)
    return tuple(each for each in suite if each.name in chosen)


def _asked(identifier: str, patterns: tuple[str, ...]) -> bool:
    return not patterns or matches(identifier, patterns)
