"""Grading as tests do it: through the same engine as the command, without a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from harness.engine import carry_out
from harness.model import Entry, Footer, Plan, Result, Trouble
from harness.submission import read_submission

SEED = 7


def entries(
    path: Path, programs: Sequence[str] = (), tell: Callable[[Entry], None] = lambda _: None, **plan: Any
) -> list[Entry]:
    """The whole log of grading ``path``; ``tell`` gets each entry as it comes."""
    log: list[Entry] = []

    def note(entry: Entry) -> None:
        log.append(entry)
        tell(entry)

    carry_out(Plan(submission=read_submission(str(path), programs), **{"seed": SEED, **plan}), note)
    return log


def grade(path: Path, programs: Sequence[str] = (), **plan: Any) -> list[Result]:
    """The results of grading ``path``; the log must be complete."""
    log = entries(path, programs, **plan)
    assert not [each for each in log if isinstance(each, Trouble)]
    assert isinstance(log[-1], Footer)
    return [each for each in log if isinstance(each, Result)]
