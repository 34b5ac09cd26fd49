"""Carrying out a plan: what is selected, what the log says of how it was done, and the tier without a sandbox."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest
from grading import entries, grade
from watched import grade_watched

import reference
from harness import crew, engine
from harness.crew import Crew
from harness.errors import IsolationError, UsageError
from harness.isolation.losses import notes_on
from harness.isolation.tiers import Finding
from harness.model import Footer, Header, Level, Plan, ProgramEntry, Result, Tier, Trouble, Verdict
from harness.nursery import Nursery
from harness.requirement import Suite, load_suites
from harness.submission import NAMES, read_submission

TCP_ECHO = Path(reference.__file__).parent / "tcp_echo.py"
BECAUSE = Finding(Tier.PROCESS, ("because",))


@pytest.fixture
def unisolated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_tier", lambda _: BECAUSE)


def test_the_reference_passes_every_must_without_a_sandbox(unisolated: None, tmp_path: Path) -> None:
    after = grade_watched(TCP_ECHO, tmp_path, programs=("tcp-echo",), levels=(Level.MUST,))
    assert {name: each.verdict for name, each in after.results.items() if each.verdict is not Verdict.PASS} == {}
    assert after.left == []


def test_what_has_its_port_in_its_source_is_tried_alone_where_the_network_is_shared(
    unisolated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(nursery: Nursery, plan: Plan, graded: list[Suite], size: int) -> Crew:
        asked.append(size)
        return Crew(nursery, plan, graded, size)

    monkeypatch.setattr(engine, "Crew", counted)
    entries(TCP_ECHO, ("tcp-echo",), only=("echoes", "serves-next", "keeps-order"), jobs=4)
    assert asked == [1]


def test_the_loss_of_isolation_stands_in_the_log_with_its_reason(unisolated: None) -> None:
    header = entries(TCP_ECHO, ("tcp-echo",), only=("starts",))[0]
    assert isinstance(header, Header)
    assert (header.isolation, header.isolation_notes) == (Tier.PROCESS, (*notes_on(Tier.PROCESS), "because"))


def test_full_isolation_that_is_required_is_not_replaced_by_less(unisolated: None) -> None:
    with pytest.raises(IsolationError, match="cannot be had: because") as caught:
        entries(TCP_ECHO, ("tcp-echo",), require_isolation=Tier.FULL)
    assert caught.value.status == 3
    assert caught.value.cure


@pytest.mark.parametrize("required", Tier)
@pytest.mark.parametrize("found", Tier)
def test_each_tier_can_be_required_and_nothing_weaker_is_taken(
    required: Tier, found: Tier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_tier", lambda _: Finding(found, ("because",)))
    told: list[object] = []

    def stop(entry: object) -> None:
        told.append(entry)
        raise InterruptedError

    strongest_first = [Tier.FULL, Tier.MASKED_PROC, Tier.LANDLOCK, Tier.PROCESS]
    weaker = strongest_first.index(found) > strongest_first.index(required)
    plan = Plan(submission=read_submission(str(TCP_ECHO), ("tcp-echo",)), seed=7, require_isolation=required)
    with Nursery() as nursery, pytest.raises(IsolationError if weaker else InterruptedError):
        engine.carry_out(plan, nursery, stop)
    assert bool(told) is not weaker


def test_less_than_full_can_be_asked_for_and_full_is_given_where_it_is_to_be_had() -> None:
    header = entries(TCP_ECHO, ("tcp-echo",), only=("starts",), require_isolation=Tier.PROCESS)[0]
    assert isinstance(header, Header)
    assert (header.isolation, header.isolation_notes) == (Tier.FULL, ())


def test_a_header_says_by_what_and_how_it_was_graded() -> None:
    header = entries(TCP_ECHO, ("tcp-echo",), only=("starts",), seed=41)[0]
    assert isinstance(header, Header)
    assert (header.submission, header.seed, header.only) == ("tcp_echo", 41, ("starts",))
    assert header.python == ".".join(map(str, sys.version_info[:3]))
    assert (len(header.digest), len(header.suites)) == (64, 64)


def test_only_brings_what_it_needs_and_nothing_else() -> None:
    assert [each.id for each in grade(TCP_ECHO, ("tcp-echo",), only=("*.serves-next",))] == [
        "tcp-echo.starts",
        "tcp-echo.echoes",
        "tcp-echo.serves-next",
    ]


def test_a_pattern_that_matches_nothing_is_an_error_of_usage() -> None:
    with pytest.raises(UsageError, match="No requirement of tcp-echo matches nothing-like-it"):
        entries(TCP_ECHO, ("tcp-echo",), only=("nothing-like-it",))


def test_there_is_a_suite_for_every_program_that_is_recognised() -> None:
    assert set(load_suites()) == set(NAMES)


def test_what_a_program_brought_is_said_once_and_left_untouched(tmp_path: Path) -> None:
    pair = b"-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n"
    for name in ("server.pem", "keys/alice.key", "ca.pem"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(pair)
    (tmp_path / "main.py").write_bytes(TCP_ECHO.read_bytes())
    log = entries(tmp_path, ("tcp-echo",), only=("echoes",))
    (program,) = (each for each in log if isinstance(each, ProgramEntry))
    assert sorted(program.replaced) == ["ca.pem", "keys/alice.key", "server.pem"]
    assert {path.read_bytes() for path in (tmp_path / "server.pem", tmp_path / "keys" / "alice.key")} == {pair}


def test_a_grading_that_is_out_of_time_says_what_it_had_not_come_to() -> None:
    log = entries(TCP_ECHO, ("tcp-echo",), only=("echoes",), time_limit=0.001)
    results, footer = [each for each in log if isinstance(each, Result)], log[-1]
    assert [each.verdict for each in results] == [Verdict.BLOCKED] * 2
    assert {each.reason for each in results} == {"Time was up: the whole grading had 0.001 s."}
    assert isinstance(footer, Footer)
    assert (footer.limit, footer.results) == (0.001, 2)


def test_a_grading_process_that_cannot_be_started_is_told_and_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(crew, "Worker", refuse)
    trouble = entries(TCP_ECHO, ("tcp-echo",), only=("starts",))[-1]
    assert isinstance(trouble, Trouble)
    assert trouble.what == "A grading process could not be started: No space left on device."
    assert "TMPDIR" in trouble.cure


def test_a_limit_that_is_not_reached_leaves_no_trace() -> None:
    log = entries(TCP_ECHO, ("tcp-echo",), only=("starts",), time_limit=600.0)
    assert isinstance(log[-1], Footer)
    assert log[-1].limit is None


def test_another_interpreter_is_used_and_told(tmp_path: Path) -> None:
    other = "/usr/bin/python3"
    header, *_ = entries(TCP_ECHO, ("tcp-echo",), only=("starts",), python=other)
    assert isinstance(header, Header)
    assert header.python == engine.version_of(other)
