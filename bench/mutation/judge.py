"""Judges a mutant by its program's suite, no longer than until the first requirement that costs points fails.

Owns the order: what kills cheaply goes first. May not know how the mutant was made.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.engine import carry_out
from harness.model import Entry, Level, Plan, Result, Trouble, Verdict
from harness.nursery import Nursery
from harness.requirement import load_suites
from harness.submission import read_submission

COUNTED = (Level.MUST, Level.SHOULD)
SEED = 7
# seconds each, or processor time: they come when nothing else has killed
_DEAR = {"idles", "frees", "gives-up", "hundred-clients", "thousand-connections", "many-connections", "no-cross-talk"}
_DEAR |= {"keeps-bytes", "persists", "round-trips", "burst", "large-message", "large-object", "large-file"}


@dataclass(frozen=True)
class Judged:
    """``killed`` is the requirement that failed; empty where none did. ``doubt`` names one that came to an error."""

    killed: str = ""
    doubt: str = ""


class _Killed(Exception):
    """Enough is known."""


def judged(nursery: Nursery, program: str, name: str, source: str) -> Judged:
    """What the suite of ``program`` makes of ``source``, a file called ``name``, in processes of ``nursery``."""
    names = [each.name for each in load_suites()[program]]
    cheap = tuple(f"{program}.{each}" for each in names if each not in _DEAR)
    dear = tuple(f"{program}.{each}" for each in names if each in _DEAR)
    with tempfile.TemporaryDirectory(prefix="wireproof-mutant-") as folder:
        path = Path(folder) / name
        path.write_text(source)
        first = _graded(nursery, path, program, cheap)
        if first.killed or not dear:
            return first
        second = _graded(nursery, path, program, dear)
        return Judged(second.killed, first.doubt or second.doubt)


def _graded(nursery: Nursery, path: Path, program: str, only: tuple[str, ...]) -> Judged:
    killed, doubts = "", []

    def hear(entry: Entry) -> None:
        nonlocal killed
        if isinstance(entry, Trouble):
            doubts.append(entry.what)
        if isinstance(entry, Result) and entry.verdict is Verdict.ERROR:
            doubts.append(entry.id)
        if isinstance(entry, Result) and entry.verdict is Verdict.FAIL and entry.level in COUNTED:
            killed = entry.id
            raise _Killed

    plan = Plan(submission=read_submission(str(path), (program,)), seed=SEED, only=only, levels=COUNTED)
    with suppress(_Killed):
        carry_out(plan, nursery, hear)
    return Judged(killed, doubts[0] if doubts else "")
