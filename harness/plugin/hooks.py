"""The hooks: one pytest session tries the requirements of one plan that it is told to, and says what came of each.

Owns collection from suites, attempts and liveness. Verdicts are decided by ``harness.verdict``, and what is tried
when by whoever gives the orders; here they are only carried out.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Generator, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec
import pytest
from _pytest.runner import runtestprotocol

from harness.advice.advise import advised
from harness.errors import WireproofError
from harness.exchange.unmet import Unmet
from harness.isolation.namespaces import die_with_parent
from harness.launch.client import Client
from harness.launch.shared import NotHere
from harness.log.writer import encoded
from harness.model import Attempt, Output, Plan, Verdict
from harness.plugin import fixtures
from harness.plugin.fixtures import STAGE, TRIAL, Trial
from harness.plugin.liveness import conclude, explain_end
from harness.plugin.own_limits import excused
from harness.plugin.stage import Stage
from harness.requirement import Requirement, Suite, load_suites, select
from harness.verdict.attempts import Subject, Tried, decide

REQUIREMENT = pytest.StashKey[tuple[Suite, Requirement]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Descriptors that a grading's parent hands over: the plan and the orders to read, the log to write."""
    group = parser.getgroup("wireproof")
    for name, what in (("plan", "the plan"), ("orders", "what is to be tried"), ("log", "what came of it")):
        words = f"descriptor of {what} (set by wireproof itself)"
        group.addoption(f"--wireproof-{name}", type=int, default=None, help=words)


def pytest_configure(config: pytest.Config) -> None:
    """Set the stage while this process has one thread; without a plan, stay inert."""
    descriptor = config.getoption("--wireproof-plan")
    if descriptor is None:
        return
    die_with_parent(os.getppid())
    with os.fdopen(descriptor, "rb") as stream:
        plan = msgspec.msgpack.decode(stream.read(), type=Plan)
    orders = os.fdopen(config.getoption("--wireproof-orders"), encoding="ascii")
    log = os.fdopen(config.getoption("--wireproof-log"), "wb")
    config.stash[STAGE] = Stage(plan)
    config.pluginmanager.register(fixtures, "wireproof-fixtures")
    config.pluginmanager.register(Grading(config.stash[STAGE], orders, log), "wireproof-grading")


class SuiteFile(pytest.Module):
    """A suite's module: its items are the requirements it lists, not functions named ``test_…``."""

    suite: Suite
    chosen: tuple[Requirement, ...]

    def collect(self) -> Iterable[pytest.Item]:
        """One item a requirement, in the suite's order."""
        for each in self.chosen:
            item = pytest.Function.from_parent(self, name=self.suite.identifier(each), callobj=each.check)
            item.stash[REQUIREMENT] = (self.suite, each)
            yield item


class Grading:
    """The hooks of one grading."""

    def __init__(self, stage: Stage, orders: Iterable[str], log: BinaryIO) -> None:
        self._stage = stage
        self._orders = orders
        self._log = log
        self._suites = {_file_of(suite): suite for suite in load_suites().values()}

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> SuiteFile | None:
        """Collect a suite's module by what it lists."""
        suite = self._suites.get(file_path)
        if suite is None:
            return None
        collector: SuiteFile = SuiteFile.from_parent(parent, path=file_path)
        collector.suite = suite
        collector.chosen = select(suite, self._stage.plan.only, self._stage.plan.levels)
        return collector

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try one requirement after the other, as ordered."""
        if session.testsfailed:
            raise session.Interrupted("a suite could not be collected")
        items = {item.name: item for item in session.items}
        for line in self._orders:
            tried = _tried(items[line.rstrip("\n")])
            session._setupstate.teardown_exact(None)
            self._log.write(encoded(tried))
            self._log.flush()
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Follow a check by the question whether the program outlived it."""
        trial = pyfuncitem.stash[TRIAL]
        try:
            outcome = yield
            conclude(trial)
        except Unmet:
            explain_end(trial)
            raise
        return outcome

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception itself, and leave out pytest's own words for it.

        They show every argument of every frame, whole before it is cut, and one may be all that a program has sent.
        """
        if call.excinfo is not None:
            item.stash[TRIAL].raised.append(call.excinfo.value)
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(
            item.nodeid,
            item.location,
            {},
            outcome,
            None,
            call.when,  # type: ignore[arg-type]  # never "collect"
        )

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Give back what was taken, after pytest has ended what an interrupted attempt had begun."""
        self._stage.close()


def _tried(item: pytest.Item) -> Tried:
    """Try one requirement until its verdict can be believed, or cannot be reached right now."""
    began = time.monotonic()
    suite, requirement = item.stash[REQUIREMENT]
    found: list[Any] = []
    decision = decide(lambda subject: attempt(item, Trial(suite, requirement, subject, found)))
    return Tried(suite.identifier(requirement), decision, time.monotonic() - began)


def attempt(item: pytest.Item, trial: Trial) -> Attempt:
    """Run a requirement once: set up, call, tear down."""
    began = time.monotonic()
    item.stash[TRIAL] = trial
    # nextitem is the parent: the item's own fixtures fall, wider ones stay
    runtestprotocol(item, log=False, nextitem=item.parent)  # type: ignore[arg-type]  # only its chain of parents is read
    verdict, evidence, reason = _meaning(trial.raised)
    record = Attempt(
        verdict=verdict,
        seconds=time.monotonic() - began,
        subject=trial.subject.value,
        evidence=evidence,
        reason=reason,
        events=trial.transcript.events(),
        output=trial.life.output() if trial.life else Output(),
        exit=trial.exit,
    )
    _let_go(trial.raised)
    record = excused(record, trial.life.waited if isinstance(trial.life, Client) else 0.0)
    return explained(with_cause(record, trial.suite, trial.requirement), trial)


def _let_go(raised: list[BaseException]) -> None:
    """Empty the frames of what was raised: they would keep what a flooding program sent beside the next attempt's."""
    for error in (each for outer in raised for each in (outer, *_leaves(outer))):
        link: BaseException | None = error
        while link is not None:
            traceback.clear_frames(link.__traceback__)
            link = link.__context__


def with_cause(record: Attempt, suite: Suite, requirement: Requirement) -> Attempt:
    """The same attempt, its evidence naming the first likely cause that fires."""
    if record.evidence is None:
        return record
    hints = (hint for hint in suite.hints if requirement.name in hint.requirements and hint.fires(record))
    hint = next(hints, None)
    if hint is None:
        return record
    evidence = msgspec.structs.replace(record.evidence, hint=hint.name, cause=hint.cause)
    return msgspec.structs.replace(record, evidence=evidence)


def explained(record: Attempt, trial: Trial) -> Attempt:
    """The same attempt, its evidence naming the line of the submission at which Python itself points."""
    if trial.life is None or trial.subject is not Subject.SUBMISSION:
        return record
    bench = trial.life.bench
    return advised(record, bench.tree, bench.program.path, bench.isolation.seen_at or "")


def _meaning(raised: list[BaseException]) -> tuple[Verdict, Any, str]:
    errors = [leaf for error in raised for leaf in _leaves(error)]
    skipped = [error for error in errors if isinstance(error, (pytest.skip.Exception, NotHere))]
    unmet = [error for error in errors if isinstance(error, Unmet)]
    broken = [error for error in errors if not isinstance(error, (Unmet, pytest.skip.Exception, NotHere))]
    if broken:
        return Verdict.ERROR, None, _fault(broken[0])
    if unmet:
        return Verdict.FAIL, unmet[0].evidence, ""
    if skipped:
        return Verdict.SKIPPED, None, str(skipped[0])
    return Verdict.PASS, None, ""


def _fault(error: BaseException) -> str:
    """An error of ours in one line: what it says, and where in our own code it arose."""
    if isinstance(error, WireproofError):
        return str(error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    places = ", ".join(f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames[-4:])
    return f"{type(error).__name__}: {error} ({places or 'outside of wireproof'})"


def _is_ours(filename: str) -> bool:
    return any(f"{os.sep}{package}{os.sep}" in filename for package in ("harness", "suites"))


def _leaves(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in _leaves(each)]
    return [error]


def _file_of(suite: Suite) -> Path:
    file = import_module(suite.module).__file__
    assert file is not None, "a suite is a file"
    return Path(file)
