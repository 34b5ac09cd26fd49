"""Hostile programs: each is judged by what it does, costs nobody else anything, and leaves nothing behind.

Other attacks are tried where their defence lies: archives in `submission/test_submission_archives.py`, files that
steer pytest or Python in `plugin/test_steering.py`, pickles in `exchange/test_pickles.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from adversaries.declarations import PROGRAMS, Adversary, adversaries
from adversaries.wellformed import hold_reports
from cli.command import wireproof
from watched import Aftermath, grade_watched

from harness import engine
from harness.isolation.tiers import Finding
from harness.model import Result, Tier, Trouble

ADVERSARIES = adversaries()
HARMLESS = [each for each in ADVERSARIES if each.harmless]
KEPT = 16 << 10
MOST_MEMORY = 500 << 20
TRAP = Path("/tmp/trapped")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    place = tmp_path / "scratch"
    place.mkdir()
    return place


def name_of(adversary: Adversary) -> str:
    return adversary.name


def let_loose(adversary: Adversary, scratch: Path) -> Aftermath:
    submission = adversary.handed_in(scratch.parent / "submissions")
    return grade_watched(submission, scratch, limit=300.0, only=adversary.only)


def hold(after: Aftermath, adversary: Adversary, reports: Path) -> dict[str, Result]:
    """The right verdicts, a good neighbour that is none the worse for it, sound reports, and nothing left.

    Returns the adversary's own results, by the requirements' own names.
    """
    assert not [each for each in after.log if isinstance(each, Trouble)]
    results = [each for each in after.log if isinstance(each, Result)]
    words = [(each.id, attempt.reason, attempt.evidence) for each in results for attempt in each.attempts]
    mine = {each.id.partition(".")[2]: each for each in results if each.program == adversary.plays}
    assert {name: each.verdict.value for name, each in mine.items()} == adversary.verdicts, words
    assert {each.verdict.value for each in results if each.program == adversary.neighbour} == {"pass"}, words
    assert after.left == []
    assert 0 < after.peak < MOST_MEMORY
    hold_reports(after.log, reports)
    return mine


def output_of(starts: Result) -> bytes:
    return b"".join(attempt.output.head + attempt.output.tail for attempt in starts.attempts)


def told_what_it_used(results: dict[str, Result]) -> None:
    for attempt in results["starts"].attempts:
        assert "MiB of memory and was ended" in attempt.exit


def capped(results: dict[str, Result]) -> None:
    output = results["echoes"].attempts[0].output
    assert output.head.startswith(b"the first words\n")
    assert (len(output.head), len(output.tail)) == (KEPT, KEPT)
    assert output.total > 2 * KEPT


def only_printed(results: dict[str, Result]) -> None:
    assert b'"type":"footer"' in output_of(results["starts"])


def saw_nothing(results: dict[str, Result]) -> None:
    assert b"looked around" in output_of(results["starts"])
    assert b"FOUND" not in output_of(results["starts"])


def sprang_no_trap(_: dict[str, Result]) -> None:
    assert not TRAP.exists()


# what must not happen beyond that, where it can be seen
ALSO: dict[str, Callable[[dict[str, Result]], None]] = {
    "memory_hog": told_what_it_used,
    "output_flood": capped,
    "forges_results": only_printed,
    "looks_around": saw_nothing,
    "pickles_that_run": sprang_no_trap,
    "pickles_that_ask": sprang_no_trap,
}


@pytest.mark.parametrize("adversary", ADVERSARIES, ids=name_of)
def test_an_adversary_gets_its_verdicts_and_harms_nobody(adversary: Adversary, scratch: Path, tmp_path: Path) -> None:
    results = hold(let_loose(adversary, scratch), adversary, tmp_path)
    if adversary.name in ALSO:
        ALSO[adversary.name](results)


@pytest.mark.parametrize("adversary", HARMLESS, ids=name_of)
def test_without_a_sandbox_too_nothing_is_left(
    adversary: Adversary, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_tier", lambda _: Finding(Tier.PROCESS, ("because",)))
    hold(let_loose(adversary, scratch), adversary, tmp_path)


def test_every_adversary_with_a_check_of_its_own_exists() -> None:
    assert set(ALSO) <= {each.name for each in ADVERSARIES}


def test_hostile_words_reach_neither_terminal_nor_page(tmp_path: Path) -> None:
    done = wireproof("grade", PROGRAMS / "hostile_words.py", "--program", "tcp-echo", "--only", "starts", cwd=tmp_path)
    assert done.returncode == 1
    assert "::set-output" in "".join(done.stdout.split())
    assert not {"\x1b", "\x07", "\u202e", "\x9b", "\x00"} & set(done.stdout)
    assert not [line for line in done.stdout.splitlines() if line.startswith("::")]
    page = (tmp_path / "reports" / "hostile_words" / "index.html").read_text()
    assert "set-output" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page
