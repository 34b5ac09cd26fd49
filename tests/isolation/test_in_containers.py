"""Every tier gives the right verdicts, for what is right and for what is wrong, and leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from isolation.containers import TESTS, Container, graded_in, open_python, run_in

import reference
import suites
from harness.isolation.losses import LOST, notes_on
from harness.model import Tier

REFERENCE = Path(reference.__file__).parent
SUITES = Path(suites.__file__).parent
REFUSING_ROOT, REFUSING = Container("refusing", root=True), Container("refusing", root=False)
MASKED_ROOT, MASKED = Container("masked", root=True), Container("masked", root=False)
ALL = (REFUSING_ROOT, REFUSING, MASKED_ROOT, MASKED)
TIERS = {"refusing": Tier.LANDLOCK, "masked": Tier.MASKED_PROC}

# of each program: what the reference is to pass, then a wrong one and the requirements of these that it fails
SELECTED = {
    "tcp-echo": (("large-message", "restarts"), "one_recv.py", {"large-message"}),
    "udp-time": (("one-reply",), "answers_twice.py", {"one-reply"}),
    "ipc-echo": (("rejects-wrong-key",), "serves_strangers.py", {"rejects-wrong-key"}),
    "tls-echo": (("refuses-plaintext",), "plain_text_too.py", {"refuses-plaintext"}),
    "event-loop": (("no-cross-talk",), "answers_everybody.py", {"no-cross-talk"}),
    "http-get": (("query", "accepts-good-certificate"), "forgets_the_fields.py", {"query"}),
    "echo-client": (("reassembles",), "reads_once.py", {"reassembles"}),
    "ssl-mixin": (("passes-arguments-on",), "drops_arguments.py", {"passes-arguments-on"}),
}


@pytest.fixture(scope="module")
def python() -> Iterator[str]:
    with open_python() as found:
        yield found


def jobs_of(programs: list[str]) -> list[tuple[Path, str, tuple[str, ...]]]:
    """The reference and the wrong one of each."""
    return [
        (path, program, SELECTED[program][0])
        for program in programs
        for folder in [program.replace("-", "_")]
        for path in (REFERENCE / f"{folder}.py", SUITES / folder / "known_bad" / SELECTED[program][1])
    ]


def verdicts(said: dict[str, Any]) -> dict[str, str]:
    return {identifier: words for identifier, words in said.items() if identifier not in {"tier", "notes"}}


@pytest.mark.parametrize(
    ("container", "programs"),
    [
        (REFUSING_ROOT, list(SELECTED)),
        (REFUSING, ["tcp-echo", "http-get", "tls-echo"]),
        (MASKED_ROOT, ["tcp-echo", "udp-time", "ssl-mixin"]),
        (MASKED, ["ipc-echo", "event-loop", "echo-client"]),
    ],
    ids=map(str, ALL),
)
def test_right_programs_pass_and_wrong_ones_fail_where_they_are_wrong(
    container: Container, programs: list[str], python: str
) -> None:
    said = graded_in(container, python, jobs_of(programs))
    gradings = iter(said["gradings"])
    for program in programs:
        right, wrong = verdicts(next(gradings)), verdicts(next(gradings))
        assert set(right.values()) == {"pass"}, right
        failed = {identifier.partition(".")[2] for identifier, words in wrong.items() if words == "fail"}
        assert failed == SELECTED[program][2], wrong
    assert (said["tier"], said["left"]) == (TIERS[container.kind], [])


@pytest.mark.parametrize("container", ALL, ids=map(str, ALL))
def test_doctor_and_every_report_say_what_is_lost(container: Container, python: str, tmp_path: Path) -> None:
    tier = TIERS[container.kind]
    done = run_in(container, (python, "-P", "-m", "harness.cli", "doctor"), env={"PYTHONPATH": str(TESTS.parent)})
    assert done.stdout.startswith(f"Isolation     {tier}\n"), done.stderr
    assert LOST[tier] in done.stdout
    (grading,) = graded_in(container, python, [(REFERENCE / "tcp_echo.py", "tcp-echo", ("starts",))])["gradings"]
    assert grading["tier"] == tier
    assert tuple(grading["notes"][:1]) == notes_on(tier)
