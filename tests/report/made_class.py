"""A class that there never was: 80 requirements, every kind of outcome, names in several scripts, drawn from a seed."""

from __future__ import annotations

from random import Random

from harness.classroom.model import Class, Outcome, Row, Status
from harness.model import Level, Verdict

PROGRAMS = ("tcp-echo", "line-echo", "udp-time", "tls-echo")
CHECKS = (
    *("starts", "echoes", "keeps-bytes", "any-segmentation", "keeps-order", "serves-next", "persists", "large-message"),
    *("small-window", "half-close", "says-nothing-more", "survives-reset", "concurrent-clients", "many-clients"),
    *("no-cross-talk", "stalled-reader", "idles", "connection-burst", "hundred-clients", "serves-ipv6"),
)
LEVELS = {"connection-burst": Level.SHOULD, "hundred-clients": Level.SHOULD, "serves-ipv6": Level.MAY}
NAMES = ("Alice", "Bob", "Zoë", "Øystein", "李小龍", "Владимир", "Παύλος", "فاطمة", "יעל", "अनिता", "ジョン", "Nguyễn")
FAMILIES = ("Smith", "Müller", "Łukasiewicz", "王", "Иванова", "كريم", "לוי", "de la Cruz-Fernández", "O'Brien")


def made_class(students: int, seed: int = 7, programs: tuple[str, ...] = PROGRAMS) -> Class:
    """``students`` rows of ``programs``, twenty requirements each."""
    draw = Random(seed)
    names = [f"{draw.choice(NAMES)} {draw.choice(FAMILIES)}" for _ in range(students)]
    return Class(
        title="Network programming, assignment 2",
        when="2026-11-28T18:30:00Z",
        rows=tuple(_row(name, number, draw, programs) for number, name in enumerate(sorted(names))),
    )


def _row(name: str, number: int, draw: Random, programs: tuple[str, ...]) -> Row:
    sid = f"{4_200_000 + number}"
    if number % 50 == 17:
        return Row(student=name, sid=sid, status=Status.UNUSABLE, reason="No program of the lecture was recognised.")
    if number % 97 == 31:
        return Row(student=name, sid=sid, status=Status.ERROR, reason="The grading ended without a result.")
    skill = draw.betavariate(6, 1.5)
    results = tuple(outcome for program in programs for outcome in _outcomes(program, skill, draw))
    points = sum(each.points for each in results)
    return Row(
        student=name,
        sid=sid,
        folder=f"student-{number}",
        status=Status.GRADED,
        points=points,
        max_points=sum(each.max_points for each in results),
        complete=all(each.verdict is not Verdict.ERROR for each in results),
        results=results,
        previous=points - draw.choice((0, 0, 0, 4, 8, -4)) if number % 3 else None,
    )


def _outcomes(program: str, skill: float, draw: Random) -> list[Outcome]:
    started = draw.random() < 0.5 + skill / 2
    return [_outcome(program, check, skill, started, draw) for check in CHECKS]


def _outcome(program: str, check: str, skill: float, started: bool, draw: Random) -> Outcome:
    verdict = _verdict(check, skill, started, draw)
    level = LEVELS.get(check, Level.MUST)
    counted = verdict not in (Verdict.SKIPPED, Verdict.ERROR)
    seen = draw.choice(("{} bytes back, all correct; then a reset at {} ms.", "Nothing came within {1} s; {0} waited."))
    return Outcome(
        id=f"{program}.{check}",
        level=level,
        verdict=verdict,
        points=level.points if verdict is Verdict.PASS else 0,
        max_points=level.points if counted else 0,
        observed=seen.format(draw.randrange(2, 9999), draw.randrange(2, 99)) if verdict is Verdict.FAIL else "",
    )


def _verdict(check: str, skill: float, started: bool, draw: Random) -> Verdict:
    if check == "starts":
        return Verdict.PASS if started else Verdict.FAIL
    if not started:
        return Verdict.BLOCKED
    if check == "serves-ipv6":
        return draw.choice((Verdict.FAIL, Verdict.PASS))
    if check == "says-nothing-more":
        return Verdict.PASS
    chance = draw.random()
    if chance > 0.999:
        return Verdict.ERROR
    if chance > 0.99:
        return Verdict.SKIPPED
    return Verdict.PASS if chance < 0.45 + skill / 2 else Verdict.FAIL
