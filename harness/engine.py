"""Carrying out a plan: the log of a grading, entry by entry, to whoever listens.

Owns the choice of the tier, and the round between the schedule, which says what is tried, and the crew, which
tries it. Holds no verdict and renders nothing.
"""

from __future__ import annotations

import datetime
import os
import platform
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

import harness
from harness.crew import Crew, Worker
from harness.errors import CrewError, IsolationError, UsageError
from harness.isolation.losses import notes_on
from harness.isolation.plain import remove
from harness.isolation.tiers import Finding, advice, find_tier
from harness.isolation.toolchain import chosen_python, said_by
from harness.judging import digest_of
from harness.launch.kit import CERTIFICATE_FILES
from harness.launch.workspace import brought
from harness.log import SCHEMA
from harness.model import (
    Entry,
    Footer,
    Header,
    Missing,
    Plan,
    Program,
    ProgramEntry,
    Result,
    Tier,
    Tree,
    Trouble,
    Verdict,
)
from harness.nursery import Nursery
from harness.requirement import Suite, load_suites, select
from harness.rest import LOOK
from harness.verdict.absent import absent
from harness.verdict.schedule import Schedule

_WORTH_ANOTHER = 4
"""Requirements that make another process worth its start."""


def carry_out(plan: Plan, nursery: Nursery, tell: Callable[[Entry], None]) -> None:
    """Grade as planned, by processes of ``nursery``; ``tell`` gets every entry of the log as it comes.

    Raises ``UsageError`` where nothing is selected and ``IsolationError`` where the machine cannot
    isolate as is required. The footer comes last, or not at all where the run was cut short.
    """
    began = time.monotonic()
    if plan.python is not None:
        plan = msgspec.structs.replace(plan, python=chosen_python(plan.python))
    suites = load_suites()
    graded = _selected(plan, suites)
    finding = tier_for(plan.python, plan.require_isolation)
    tell(header(plan, finding, graded))
    for program in plan.submission.programs:
        tell(
            ProgramEntry(
                program=program.name,
                path=program.path,
                recognised_by=program.recognised_by,
                replaced=replaced(plan.submission.tree, program),
                found=program,
            )
        )
    lost = [entry for missing in plan.submission.missing for entry in _lost(plan, suites[missing.name], missing)]
    for entry in lost:
        tell(entry)
    known = sum(isinstance(entry, Result) for entry in lost)
    if not graded:
        tell(Footer(seconds=0.0, results=known))
        return
    with _scratch(finding.tier) as scratch:
        ready = msgspec.structs.replace(plan, tier=finding.tier, scratch=scratch)
        _run(ready, nursery, graded, tell, began, known)


def _lost(plan: Plan, suite: Suite, missing: Missing) -> Iterator[Entry]:
    """What the log tells of a program that is asked for and missing."""
    yield ProgramEntry(program=missing.name, path="", recognised_by="", note=missing.reason)
    yield from absent(tasks_of(plan, [suite]), missing)


def replaced(tree: Tree, program: Program) -> tuple[str, ...]:
    """Certificates and keys of the submission's own in whose place the program finds ours, as they are shown."""
    names = (*(name.encode() for name in CERTIFICATE_FILES), *(each.path for each in program.credentials))
    return tuple(name.decode("utf-8", "backslashreplace") for name in brought(tree, names))


def header(plan: Plan, finding: Finding, graded: list[Suite]) -> Header:
    """The first line of the log: what is graded, by what, how."""
    return Header(
        schema=SCHEMA,
        submission=plan.submission.name,
        origin=plan.submission.origin,
        path=plan.submission.known_as or plan.submission.origin,
        digest=plan.submission.digest,
        suites=digest_of(graded),
        wireproof=harness.__version__,
        python=version_of(chosen_python(plan.python)),
        platform=f"{platform.system()} {platform.release()} {platform.machine()}",
        isolation=finding.tier,
        isolation_notes=(*notes_on(finding.tier), *finding.reasons),
        seed=plan.seed,
        only=plan.only,
        planned=tuple(task.id for task in tasks_of(plan, graded)),
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        assignment=plan.assignment,
    )


def version_of(python: str) -> str:
    """``3.11.7``, as the interpreter itself says it. Raises ``UsageError`` where it does not run."""
    if os.path.realpath(python) == os.path.realpath(sys.executable):
        return ".".join(map(str, sys.version_info[:3]))
    return said_by(python, "'.'.join(map(str, sys.version_info[:3]))")


def _selected(plan: Plan, suites: dict[str, Suite]) -> list[Suite]:
    present = {program.name for program in plan.submission.programs}
    names = [*(program.name for program in plan.submission.programs), *(each.name for each in plan.submission.missing)]
    asked = [suites[name] for name in names]
    chosen = [suite for suite in asked if select(suite, plan.only, plan.levels)]
    if not chosen and (asked or plan.only):
        patterns = ", ".join(plan.only) or "that level"
        raise UsageError(
            f"No requirement of {', '.join(names)} matches {patterns}.", "`wireproof list` shows all identifiers."
        )
    return [suite for suite in chosen if suite.program in present]


def tier_for(python: str | None, required: Tier | None) -> Finding:
    """The tier that ``python`` can have here. Raises ``IsolationError`` where it is less than ``required``."""
    finding = find_tier(chosen_python(python))
    if required is not None and not finding.tier.suffices(required):
        raise IsolationError(
            f"Isolation `{required}` was required and cannot be had: {'; '.join(finding.reasons)}.",
            advice(finding.reasons),
        )
    return finding


@contextmanager
def _scratch(tier: Tier) -> Iterator[str | None]:
    """The place for working copies where the tier has no file system of its own to put them on; made by who uses it.

    So there is none yet where this process is killed before anybody watches over what it leaves.
    """
    if tier.own_network:
        yield None
        return
    place = Path(tempfile.gettempdir(), f"wireproof-{secrets.token_hex(8)}")
    try:
        yield str(place)
    finally:
        remove(place)


def _run(
    plan: Plan, nursery: Nursery, graded: list[Suite], tell: Callable[[Entry], None], began: float, known: int
) -> None:
    end = None if plan.seconds is None else began + plan.seconds
    tasks = tasks_of(plan, graded)
    waits = {suite.identifier(each) for suite in graded for each in suite if each.waits}
    schedule = Schedule(tasks, waits)
    try:
        with Crew(nursery, plan, graded, _size(plan, len(tasks))) as crew:
            for result in _found(schedule, crew, plan, end):
                known += 1
                tell(result)
            if schedule.done:
                crew.dismiss()
    except CrewError as fault:
        tell(Trouble(what=fault.what, cure=fault.cure))
        return
    late = schedule.give_up(f"Time was up: the whole grading had {plan.seconds or 0:g} s.")
    for result in late:
        tell(result)
    limit = plan.seconds if late else None
    tell(Footer(seconds=time.monotonic() - began, results=known + len(late), limit=limit))


def _size(plan: Plan, tasks: int) -> int:
    """How many processes are worth their start. One where they would share a network, and a hard-coded port in it."""
    assert plan.tier is not None, "the tier is chosen before a crew is called"
    return min(plan.jobs, 1 + tasks // _WORTH_ANOTHER) if plan.tier.own_network else 1


def _found(schedule: Schedule, crew: Crew, plan: Plan, end: float | None) -> Iterator[Result]:
    """The results as they come, until there are all of them or it is ``end``, in monotonic time."""
    built = {program.name for program in plan.submission.programs if program.build}
    builders: dict[str, Worker] = {}
    while not schedule.done and (end is None or time.monotonic() < end):
        for worker in crew.idle():
            # what is built stays with the worker that has built it: a second build may take longer than all else
            others = {name for name, builder in builders.items() if builder is not worker}
            if (task := schedule.take(without=others)) is not None:
                builders.update({task.program: worker} if task.program in built else {})
                worker.order(task.id)
        found = False
        for tried in crew.wait(_sooner(time.monotonic() + LOOK, end)):
            found = True
            yield from schedule.settle(tried)
        waiting = not (found or crew.idle()) and schedule.ready(without=built)
        if waiting and (helper := crew.helper()) is not None and (task := schedule.take(without=built)) is not None:
            helper.order(task.id)


def _sooner(moment: float, end: float | None) -> float:
    return moment if end is None else min(moment, end)


def tasks_of(plan: Plan, graded: list[Suite]) -> list[Result]:
    """A result that is yet to be had for each requirement of the plan, in the order of the suites."""
    assignment = plan.assignment
    return [
        Result(
            id=(identifier := suite.identifier(each)),
            program=suite.program,
            level=each.level,
            verdict=Verdict.BLOCKED,
            title=each.title,
            why=each.why,
            source=each.source,
            seconds=0.0,
            worth=assignment.worth(identifier, each.level),
            hidden=assignment.hides(identifier),
            needs=tuple(f"{suite.program}.{name}" for name in each.needs),
        )
        for suite in graded
        for each in select(suite, plan.only, plan.levels)
    ]
