"""Grading as tests do it: through the same engine as the command, without a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from harness.engine import carry_out
from harness.model import Entry, Footer, Plan, Result, Trouble
from harness.nursery import Nursery
from harness.submission import read_submission

SEED = 7


def entries(
    path: Path, programs: Sequence[str] = (), tell: Callable[[Entry], None] = lambda _: None, **plan: Any
) -> list[Entry]:
    """The whole log of grading ``path``; ``tell`` gets each entry as it comes."""
    with Nursery() as nursery:
        return entries_from(nursery, path, programs, tell, **plan)


def entries_from(
    nursery: Nursery,
    path: Path,
    programs: Sequence[str] = (),
    tell: Callable[[Entry], None] = lambda _: None,
    **plan: Any,
) -> list[Entry]:
    """The same, by processes of a nursery that other gradings have too."""
    log: list[Entry] = []

    def note(entry: Entry) -> None:
        log.append(entry)
        tell(entry)

    carry_out(Plan(submission=read_submission(str(path), programs), **{"seed": SEED, **plan}), nursery, note)
    return log


def grade(path: Path, programs: Sequence[str] = (), **plan: Any) -> list[Result]:
    """The results of grading ``path``; the log must be complete."""
    return results_in(entries(path, programs, **plan))


def grade_from(nursery: Nursery, path: Path, programs: Sequence[str] = (), **plan: Any) -> list[Result]:
    """The same, by processes of a nursery that other gradings have too."""
    return results_in(entries_from(nursery, path, programs, **plan))


def results_in(log: list[Entry]) -> list[Result]:
    """The results of a log that must be complete."""
    assert not [each for each in log if isinstance(each, Trouble)]
    assert isinstance(log[-1], Footer)
    return [each for each in log if isinstance(each, Result)]
