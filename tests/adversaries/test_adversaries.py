"""Hostile programs: each is judged by what it does, costs nobody else anything, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from cli.command import wireproof
from watched import Aftermath, grade_watched

from harness import engine
from harness.isolation.tiers import Finding
from harness.model import Result, Tier

PROGRAMS = Path(__file__).parent / "programs"
KEPT = 16 << 10


@dataclass(frozen=True)
class Adversary:
    """A program, and the verdicts it earns by serving or not serving."""

    name: str
    starts: str = "pass"
    echoes: str = "pass"

    @property
    def path(self) -> Path:
        return PROGRAMS / f"{self.name}.py"


SERVING = (
    *("fork_bomb", "output_flood", "disk_filler", "many_files", "deep_folder", "daemon", "kills_all_it_can"),
    *("many_ports", "zombies", "misleading_name", "closes_everything"),
)
ENDING = ("memory_hog", "exits_with_success", "forges_results", "hostile_words")
ADVERSARIES = (
    *(Adversary(name) for name in SERVING),
    *(Adversary(name, "fail", "blocked") for name in ENDING),
)
# without a sandbox these would hurt the machine that runs the tests
HARMLESS = {"deep_folder", "daemon", "zombies", "many_ports", "misleading_name", "exits_with_success", "hostile_words"}


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    place = tmp_path / "scratch"
    place.mkdir()
    return place


def grade_program(name: str, scratch: Path, *only: str) -> Aftermath:
    return grade_watched(PROGRAMS / f"{name}.py", scratch, programs=("tcp-echo",), only=only)


def hold_verdicts(after: Aftermath, adversary: Adversary) -> None:
    found = after.results["starts"], after.results["echoes"]
    words = [(each.reason, attempt.exit, attempt.evidence) for each in found for attempt in each.attempts]
    assert tuple(each.verdict.value for each in found) == (adversary.starts, adversary.echoes), words


def output_of(result: Result) -> bytes:
    return b"".join(attempt.output.head + attempt.output.tail for attempt in result.attempts)


def test_every_program_here_is_tried() -> None:
    known = {each.name for each in ADVERSARIES} | {"stops_itself"}
    assert {path.stem for path in PROGRAMS.iterdir()} == known


@pytest.mark.parametrize("adversary", ADVERSARIES, ids=lambda each: each.name)
def test_an_adversary_gets_its_verdicts_and_leaves_nothing(adversary: Adversary, scratch: Path) -> None:
    after = grade_program(adversary.name, scratch, "starts", "echoes")
    hold_verdicts(after, adversary)
    assert after.left == []


@pytest.mark.parametrize(
    "adversary", [each for each in ADVERSARIES if each.name in HARMLESS], ids=lambda each: each.name
)
def test_without_a_sandbox_too_nothing_is_left(
    adversary: Adversary, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_tier", lambda _: Finding(Tier.PROCESS, ("because",)))
    after = grade_program(adversary.name, scratch, "starts", "echoes")
    hold_verdicts(after, adversary)
    assert after.left == []


def test_a_stopped_program_is_ended_all_the_same(scratch: Path) -> None:
    after = grade_program("stops_itself", scratch, "starts")
    assert after.left == []


def test_a_memory_hog_is_told_what_it_used(scratch: Path) -> None:
    for attempt in grade_program("memory_hog", scratch, "starts").results["starts"].attempts:
        assert "MiB of memory and was ended" in attempt.exit


def test_a_flood_is_capped_with_its_head_and_its_tail(scratch: Path) -> None:
    (attempt,) = grade_program("output_flood", scratch, "echoes").results["echoes"].attempts
    assert attempt.output.head.startswith(b"the first words\n")
    assert (len(attempt.output.head), len(attempt.output.tail)) == (KEPT, KEPT)
    assert attempt.output.total > 2 * KEPT


def test_what_a_forger_writes_is_output_and_no_result(scratch: Path) -> None:
    after = grade_program("forges_results", scratch, "starts", "echoes")
    assert list(after.results) == ["starts", "echoes"]
    assert b'"type":"footer"' in output_of(after.results["starts"])


def test_a_bomb_in_one_requirement_does_not_touch_the_next(scratch: Path) -> None:
    after = grade_program("fork_bomb", scratch, "starts", "echoes", "serves-next", "persists")
    assert {each.verdict.value for each in after.results.values()} == {"pass"}
    assert after.left == []


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
