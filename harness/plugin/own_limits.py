"""A time limit of the program's own that ran out while this machine kept the program waiting: no failure of its.

Owns that question, over the record of an attempt. Pure.
"""

from __future__ import annotations

import re

import msgspec

from harness.exchange.words import duration
from harness.model import Attempt, Verdict

_MUCH = 2.0
"""Seconds of waiting for a processor; limits of programs are seldom shorter, and a quiet machine gives one at once."""
_SAID = re.compile(rb"time[ds]?[ _-]?out|deadline|too (?:slow|long)|no (?:answer|reply|response)|silent", re.IGNORECASE)
_KILLED = "SIGALRM"


def excused(record: Attempt, waited: float) -> Attempt:
    """The same attempt, or an error in its place where nobody can tell whose fault a failure was.

    The program says that time ran out for it, by its own limit, and it had ``waited`` much of that for a processor.
    """
    said = _SAID.search(record.output.head) or _SAID.search(record.output.tail) or _KILLED in record.exit
    if record.verdict is not Verdict.FAIL or waited < _MUCH or not said:
        return record
    reason = (
        "A time limit of your program's own ran out, and it had waited for a processor for"
        f" {duration(waited)}: this machine was too busy."
    )
    return msgspec.structs.replace(record, verdict=Verdict.ERROR, evidence=None, reason=reason)
