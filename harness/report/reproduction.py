"""A stand-alone script for a failure: one file of the standard library that does the recorded exchange again.

Owns which failures can be shown so and which cannot, and what of the record is done again. May not know how a script
is put together, nor where it is kept.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from harness.log.reader import Log
from harness.model import Frozen, Program, Result, Verdict
from harness.report.hidden import seen
from harness.report.joined import joined
from harness.report.kinds import CROWDS, Kind, kind_of
from harness.report.results import deciding
from harness.report.steps import Step, datagram_steps, stream_steps, tries_of, tries_of_scene, without_end
from harness.report.text import file_name
from harness.verdict.absent import ABSENT

FOLDER = "repro"
"""Where the scripts lie, seen from the page."""

_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")

_PLACES = {"serves-ipv6": "::1", "listens-beyond-loopback": "127.0.0.2"}
_RULES = {
    "ctime-format": ("format",),
    "current-time": ("format", "time"),
    "time-passes": ("format", "later"),
    "no-amplification": ("size",),
    "same-address": ("address",),
}
# what is not the recorded exchange, but the same thing done in a simpler way
_MADE_UP = {*CROWDS, *_PLACES, "burst"}
_NONE = {
    "fair": "The order in which a stopped program serves full buffers can only be arranged from inside the harness.",
}
_NOT_YET = "What it takes to show it only its suite knows: repeat it with the command above."
# the exchange went as it should, and what was wrong is what the program did afterwards
_SPENDING = "of one processor"
_NOT_SAID = "What was said shows nothing wrong: processor time was counted, which only the harness does."
_NO_PROGRAM = "There is no program to be run."
_DATAGRAMS = {"udp-time", "time-client"}


class Script(Frozen, frozen=True, kw_only=True):
    """A script: the name of its file, and its text, in ASCII."""

    name: str
    text: str


def scripts_of(log: Log) -> list[Script]:
    """The scripts for all failures that a student is told of."""
    found = {entry.program: entry.found for entry in log.programs}
    return [script for result in seen(log).results if (script := script_of(result, found.get(result.program)))]


def script_of(result: Result, program: Program | None = None) -> Script | None:
    """The script for a failure, or ``None``: where nothing failed, or nothing honest can be made (``why_none``).

    ``program`` is how the one that failed is run, as far as that is known.
    """
    name, kind = script_name(result), _kind(result)
    return Script(name=name, text=_text(result, kind, program)) if name and kind else None


def script_name(result: Result) -> str:
    """The name of its file; empty where there is none."""
    return f"{file_name_of(result.id)}.py" if _asked(result) and not why_none(result) else ""


def script_usage(result: Result) -> str:
    """Its arguments."""
    kind = _kind(result)
    return "-- COMMAND" if kind and kind.owns else "HOST PORT"


def why_none(result: Result) -> str:
    """Why there is no script for a failure, in a sentence; empty where there is one, or nothing failed."""
    if not _asked(result):
        return ""
    name, kind = _name(result), _kind(result)
    if name in _NONE:
        return _NONE[name]
    attempt = deciding(result)
    evidence = attempt.evidence if attempt else None
    if evidence and evidence.hint == ABSENT:
        return _NO_PROGRAM
    if kind is None:
        return _NOT_YET
    if evidence and _SPENDING in evidence.observed and kind.replays:
        return _NOT_SAID
    recorded = attempt is not None and bool(attempt.events)
    return "" if recorded or not kind.replays or name in _MADE_UP else _NOT_YET


def file_name_of(identifier: str) -> str:
    """The identifier where it can be the name of a file, else a slug and a hash."""
    return identifier if _NAME.match(identifier) else file_name(identifier)


def _asked(result: Result) -> bool:
    return result.verdict is Verdict.FAIL


def _name(result: Result) -> str:
    return result.id.rpartition(".")[2]


def _kind(result: Result) -> Kind | None:
    return kind_of(result.program, _name(result))


def steps_of(result: Result) -> list[Step]:
    """The client side of the attempt that is told, as steps of ``scripts.stream`` or ``scripts.datagram``."""
    name, attempt = _name(result), deciding(result)
    if name in CROWDS:
        return [("crowd", CROWDS[name])]
    if name == "burst":
        return [("burst", 20, 10)]
    if name in _PLACES:
        return [("connect", 1, _PLACES[name]), ("send", 1, b"hello\n"), ("receive", 1)]
    events = without_end(attempt.events if attempt else ())
    datagrams = result.program in _DATAGRAMS
    steps = list(datagram_steps(events) if datagrams else stream_steps(events))
    if name.startswith(("survives-", "rejects-", "refuses-")):
        # a requirement that provokes ends with a fresh client being served
        fresh = [("ask", 0, b""), ("receive", 0)] if datagrams else _FRESH
        steps += fresh
    return steps


_FRESH: list[Step] = [("leave",), ("pause", 0.3), ("connect", 0), ("send", 0, b"hello\n"), ("receive", 0)]


def _files(program: Program | None) -> dict[str, str]:
    """Which certificates and keys a program finds where, beside those that all do, as far as such names can be told."""
    paths = {each.path.decode("utf-8", "replace"): each.role.value for each in program.credentials} if program else {}
    # a log may say what it likes, and a script writes these files: inside a folder of its own alone
    inside = {
        name: role for name, role in paths.items() if ".." not in PurePosixPath(name).parts and name.isprintable()
    }
    return {name: role for name, role in inside.items() if not PurePosixPath(name).is_absolute()}


def _text(result: Result, kind: Kind, program: Program | None) -> str:
    name, attempt = _name(result), deciding(result)
    evidence = attempt.evidence if attempt else None
    steps = steps_of(result) if kind.replays else []
    lines = result.program == "line-echo"
    record = {
        "requirement": f"{result.id}: {result.title}",
        "expected": evidence.expected if evidence else "",
        "observed": evidence.observed if evidence else "",
        "datagrams": result.program in _DATAGRAMS,
        "lines": lines,
        # a message of many lines, but where it is one
        "form": b"%07d\n" if lines and name != "long-line" else b"%07d-",
        "program": result.program,
        "fixed": program is not None and not program.takes_arguments,
        "ports": list(program.ports[:8]) if program else [],
        "hosts": list(program.hosts) if program else [],
        "mutual": result.program == "mtls-echo",
        "files": _files(program),
        "authkey": program.authkey if program else None,
        "example": evidence.example if evidence else "",
        "rules": _RULES.get(name, ("count",)),
        "own": kind.owns,
        "scene": "" if kind.replays else name,
        "steps": steps,
        "tries": tries_of(steps) if kind.replays else tries_of_scene(name),
    }
    return joined(kind.parts, record)
