"""An exchange that meets a requirement: the reference put through it right then.

Owns how one is had. The reference is ours, so that any isolation will do; what comes of it is shown, not counted.
"""

from __future__ import annotations

import secrets

from harness.engine import carry_out
from harness.errors import HarnessError
from harness.model import Attempt, Entry, Plan, Result, Submission, Verdict
from harness.nursery import Nursery
from harness.plugin.stage import reference


def example_of(program: str, identifier: str) -> Attempt | None:
    """An attempt of the reference of ``program`` that met ``identifier``.

    ``None`` where there is no reference, or where it cannot be run here.
    """
    try:
        tree, what = reference(program)
    except FileNotFoundError:
        return None
    submission = Submission(name="reference", origin="reference", digest="", tree=tree, programs=(what,))
    log: list[Entry] = []
    try:
        plan = Plan(submission=submission, seed=secrets.randbelow(10**6), only=(identifier,))
        with Nursery() as nursery:
            carry_out(plan, nursery, log.append)
    except HarnessError:
        return None
    met = [each for each in log if isinstance(each, Result) and each.id == identifier and each.verdict is Verdict.PASS]
    return met[0].attempts[-1] if met else None
