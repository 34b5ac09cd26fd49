"""A grading and a class with every kind of outcome, and text that means harm to a reader."""

from __future__ import annotations

import pytest
from headers import header

from harness.classroom.model import Class, Outcome, Row, Status
from harness.log.reader import Log
from harness.model import (
    Attempt,
    Evidence,
    Footer,
    Level,
    ProgramEntry,
    Result,
    Trouble,
    Verdict,
)

HOSTILE = '=HYPERLINK("http://x")\x00\x1b[2J\ufffe]]></failure>\u202e&\''


def result(name: str, verdict: Verdict, level: Level = Level.MUST, **others: object) -> Result:
    evidence = Evidence(sent="x", expected="y", observed=HOSTILE) if verdict is Verdict.FAIL else None
    attempt = Attempt(verdict=verdict, seconds=0.05, evidence=evidence)
    facts: dict[str, object] = {"attempts": (attempt, attempt) if evidence else (attempt,), **others}
    return Result(
        id=f"tcp-echo.{name}",
        program="tcp-echo",
        level=level,
        verdict=verdict,
        title=f"Do what {name} says.",
        why="w",
        source="s",
        seconds=0.1234,
        worth=level.points,
        **facts,  # type: ignore[arg-type]
    )


@pytest.fixture
def log() -> Log:
    flaky = (Attempt(verdict=Verdict.FAIL, seconds=0.1), *(Attempt(verdict=Verdict.PASS, seconds=0.1),) * 2)
    results = (
        result("starts", Verdict.PASS),
        result("echoes", Verdict.FAIL),
        result("keeps-bytes", Verdict.BLOCKED, blocked_by="tcp-echo.echoes", attempts=()),
        result("restarts", Verdict.SKIPPED, Level.SHOULD, reason="It takes a new port each time."),
        result("idles", Verdict.ERROR, reason="This machine was too busy."),
        result("serves-next", Verdict.PASS, attempts=flaky, flaky=True),
        result("interrupts", Verdict.FAIL, Level.SHOULD),
        result("serves-ipv6", Verdict.FAIL, Level.MAY),
    )
    return Log(
        header=header(submission="-alice & co"),
        programs=(ProgramEntry(program="tcp-echo", path="echo.py", recognised_by="its source"),),
        results=results,
        troubles=(Trouble(what="The disk was full.", cure="Make room."),),
        footer=Footer(seconds=2.5, results=len(results)),
    )


def outcome(name: str, verdict: Verdict, level: Level = Level.MUST) -> Outcome:
    worth = level.points
    return Outcome(
        id=f"tcp-echo.{name}",
        level=level,
        verdict=verdict,
        points=worth if verdict is Verdict.PASS else 0,
        max_points=worth,
        observed=HOSTILE if verdict is Verdict.FAIL else "",
    )


@pytest.fixture
def class_() -> Class:
    good = (outcome("starts", Verdict.PASS), outcome("echoes", Verdict.PASS), outcome("restarts", Verdict.PASS))
    bad = (outcome("starts", Verdict.PASS), outcome("echoes", Verdict.FAIL))
    return Class(
        title="Echo servers",
        when="2025-03-04T20:00:00+00:00",
        rows=(
            Row(
                student="Ada Lovelace",
                sid="1001",
                email="ada@example.org",
                folder="ada",
                status=Status.GRADED,
                points=12,
                max_points=12,
                complete=True,
                results=good,
                previous=8,
            ),
            Row(
                student="@SUM(A1)",
                sid="1002",
                email="-x@example.org",
                folder="sum",
                status=Status.GRADED,
                points=4,
                max_points=8,
                complete=True,
                results=bad,
            ),
            Row(student="Zoë 張偉", sid="1003", status=Status.UNUSABLE, reason="It holds no program."),
            Row(student="Error, Harness", sid="1004", status=Status.ERROR, reason="The machine was restarted."),
        ),
    )
