"""What hints look at: small questions about the record of one attempt.

Owns the questions. A hint combines them; none of them looks at anything but the record.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.model import Attempt, Evidence, Happening

Question = Callable[[Attempt], bool]


def of(attempt: Attempt) -> Evidence:
    """The evidence of a failed attempt."""
    assert attempt.evidence is not None, "a hint is asked of a failure"
    return attempt.evidence


def printed(*words: str) -> Question:
    """The program wrote one of ``words``."""
    return lambda attempt: any(word.encode() in attempt.output.head + attempt.output.tail for word in words)


def observed(words: str) -> Question:
    """The failure's observation holds ``words``."""
    return lambda attempt: words in of(attempt).observed


def sent(words: str) -> Question:
    """What was sent is told with ``words``."""
    return lambda attempt: words in of(attempt).sent


def all_of(*questions: Question) -> Question:
    """Every one of the questions holds."""
    return lambda attempt: all(question(attempt) for question in questions)


def any_of(*questions: Question) -> Question:
    """At least one of the questions holds."""
    return lambda attempt: any(question(attempt) for question in questions)


def unanswered(attempt: Attempt) -> bool:
    """Nothing but a time limit ended the wait."""
    return of(attempt).late


def ended_early(attempt: Attempt) -> bool:
    """The last client's connection ended, from the program's side, with bytes missing and none wrong."""
    window = of(attempt).window
    last = max((event.peer for event in attempt.events), default=0)
    cut = any(event.kind in (Happening.END, Happening.RESET) for event in attempt.events if event.peer == last)
    return cut and window is not None and not window.actual[window.offset - window.start :]


def ended(attempt: Attempt) -> bool:
    """The program's process ended."""
    return bool(attempt.exit)
