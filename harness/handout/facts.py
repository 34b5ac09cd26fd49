"""What a handout tells, as values: programs, how each is run, its requirements, and how many are hidden.

Owns what a student is told of a program beside its requirements. Nothing of a hidden requirement is here but that it
counts. May not know how a page looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from harness.model import Assignment, Frozen, Level
from harness.requirement import Requirement, Suite
from harness.submission.programs import LESSONS, Kind, Lesson

_URL = "PROGRAM URL [name=value …]"
_USAGE: Mapping[str, str] = MappingProxyType(
    {
        "echo-client": "PROGRAM HOST PORT TEXT",
        "tls-client": "PROGRAM HOST PORT TEXT",
        "ipc-client": "PROGRAM HOST PORT TEXT…",
        "time-client": "PROGRAM HOST PORT",
        "http-auth": "PROGRAM URL user=NAME password=SECRET",
        "http-upload": "PROGRAM URL [FILE]",
    }
)
_RUN: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SERVER: "It is started and waited for until it listens; the port is found, whichever it takes. HOST and"
        " PORT in its environment say where it may listen.",
        Kind.CLIENT: "It is run with these arguments, prints the replies, and ends.",
        Kind.HTTP: "It is run with a URL and fields, prints the answer, and ends.",
        Kind.CLASS: "It is loaded from its file and put to use; code at the bottom of the file does no harm.",
    }
)
_SECURE = (
    " server_cert.pem, server_key.pem, client_cert.pem, client_key.pem and ca.pem lie in its working directory, and"
    " CERTFILE, KEYFILE and CAFILE name what is its own."
)
_KEY = " AUTHKEY is the key that both sides know."


class Item(Frozen, frozen=True, kw_only=True):
    """One requirement, as its test tells it. ``needs`` are names within the program."""

    id: str
    name: str
    level: Level
    title: str
    why: str
    source: str
    worth: int
    needs: tuple[str, ...]


class Chapter(Frozen, frozen=True, kw_only=True):
    """One program: what it is, how it is run, and its requirements, of which ``hidden`` are not named."""

    program: str
    about: str
    section: str
    names: tuple[str, ...]
    usage: str
    run: str
    items: tuple[Item, ...]
    hidden: int
    worth: int
    hidden_worth: int


class Handout(Frozen, frozen=True, kw_only=True):
    """The whole page; ``memory`` is in MiB."""

    title: str
    chapters: tuple[Chapter, ...]
    packages: tuple[str, ...]
    arguments: bool
    seconds: float | None
    memory: int | None
    processes: int | None

    @property
    def requirements(self) -> int:
        """How many there are, hidden ones too."""
        return sum(len(chapter.items) + chapter.hidden for chapter in self.chapters)

    @property
    def hidden(self) -> int:
        """How many of them are hidden."""
        return sum(chapter.hidden for chapter in self.chapters)

    @property
    def worth(self) -> int:
        """All points that can be earned."""
        return sum(chapter.worth for chapter in self.chapters)


def handout_of(assignment: Assignment, suites: Mapping[str, Suite]) -> Handout:
    """What is told of ``assignment``; all its programs must have a suite."""
    bounds = assignment.bounds
    return Handout(
        title=assignment.title,
        chapters=tuple(_chapter(assignment, suites[name]) for name in assignment.programs),
        packages=assignment.packages,
        arguments=assignment.arguments,
        seconds=bounds.seconds,
        memory=None if bounds.memory is None else bounds.memory >> 20,
        processes=bounds.processes,
    )


def _chapter(assignment: Assignment, suite: Suite) -> Chapter:
    lesson = next((each for each in LESSONS if each.name == suite.program), None)
    worth = {each.name: assignment.worth(suite.identifier(each), each.level) for each in suite}
    hidden = {each.name for each in suite if assignment.hides(suite.identifier(each))}
    return Chapter(
        program=suite.program,
        about=lesson.description[:1].upper() + lesson.description[1:] if lesson else "",
        section=lesson.section if lesson else "",
        names=lesson.usual if lesson else (),
        usage=_usage(lesson) if lesson else "",
        run=_run(lesson) if lesson else "",
        items=tuple(_item(suite, each, worth[each.name], hidden) for each in _open(suite, hidden)),
        hidden=len(hidden),
        worth=sum(worth.values()),
        hidden_worth=sum(worth[name] for name in hidden),
    )


def _open(suite: Suite, hidden: set[str]) -> Iterable[Requirement]:
    return (each for each in suite if each.name not in hidden)


def _item(suite: Suite, each: Requirement, worth: int, hidden: set[str]) -> Item:
    return Item(
        id=suite.identifier(each),
        name=each.name,
        level=each.level,
        title=each.title,
        why=each.why,
        source=each.source,
        worth=worth,
        needs=tuple(name for name in each.needs if name not in hidden),
    )


def _usage(lesson: Lesson) -> str:
    return _USAGE.get(lesson.name, _URL if lesson.kind is Kind.HTTP else "")


def _run(lesson: Lesson) -> str:
    told = _RUN[lesson.kind]
    if lesson.family.startswith("tls"):
        told += _SECURE
    return told + _KEY if lesson.family.startswith("ipc") else told
