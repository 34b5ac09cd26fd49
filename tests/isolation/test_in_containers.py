"""Every tier gives the right verdicts, for what is right and for what is wrong, and leaves nothing behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from isolation.containers import Container, environment, graded_at_once, graded_in, open_folder, run_in

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

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="containers are simulated by root")

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
AS_AN_ORDINARY_USER = ["http-get", "tls-echo"]


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
        (REFUSING_ROOT, [program for program in SELECTED if program not in AS_AN_ORDINARY_USER]),
        (REFUSING, AS_AN_ORDINARY_USER),
        (MASKED_ROOT, ["tcp-echo", "ssl-mixin"]),
        (MASKED, ["event-loop", "echo-client"]),
    ],
    ids=map(str, ALL),
)
def test_right_programs_pass_wrong_ones_fail_and_the_log_says_what_is_lost(
    container: Container, programs: list[str]
) -> None:
    tier = TIERS[container.kind]
    said = graded_in(container, jobs_of(programs))
    gradings = iter(said["gradings"])
    for program in programs:
        first = next(gradings)
        assert (first["tier"], tuple(first["notes"][:1])) == (tier, notes_on(tier))
        right, wrong = verdicts(first), verdicts(next(gradings))
        assert set(right.values()) == {"pass"}, right
        failed = {identifier.partition(".")[2] for identifier, words in wrong.items() if words == "fail"}
        assert failed == SELECTED[program][2], wrong
    assert said["left"] == []


@pytest.mark.parametrize("container", ALL, ids=map(str, ALL))
def test_doctor_says_what_is_lost(container: Container) -> None:
    tier = TIERS[container.kind]
    done = run_in(container, (sys.executable, "-P", "-m", "harness.cli", "doctor"), env=environment())
    assert done.stdout.startswith(f"Isolation     {tier}\n"), done.stderr
    assert LOST[tier] in done.stdout


HARD_CODED = SUITES / "tcp_echo" / "known_good" / "lecture_with_port_20000.py"
LISTENING = """
import socket, subprocess, sys
with socket.create_server(("", 20000)):
    subprocess.run(sys.argv[1:], check=True)
"""


def test_two_gradings_at_once_of_one_port_do_not_disturb_each_other() -> None:
    jobs = [(HARD_CODED, "tcp-echo", ("keeps-order", "serves-next", "persists"))]
    for said in graded_at_once(REFUSING_ROOT, jobs, 2):
        (grading,) = said["gradings"]
        assert set(verdicts(grading).values()) == {"pass"}, grading
        assert said["left"] == []


def test_a_port_that_another_program_of_the_machine_holds_is_no_fault() -> None:
    before = (sys.executable, "-c", LISTENING)
    (grading,) = graded_in(REFUSING, [(HARD_CODED, "tcp-echo", ("echoes",))], before)["gradings"]
    for words in verdicts(grading).values():
        assert words.startswith("error Port 20000, which stands in this program's source, is taken"), grading


def test_what_a_shared_network_cannot_give_is_skipped_with_its_reason() -> None:
    with open_folder() as folder:
        (folder / "low.py").write_text(HARD_CODED.read_text().replace("20000", "80"))
        jobs = [
            (folder / "low.py", "tcp-echo", ("echoes",)),
            (SUITES / "http_get" / "known_bad" / "lecture_without_time_limit.py", "http-get", ("query", "gives-up")),
        ]
        low, lecture = graded_in(REFUSING_ROOT, jobs)["gradings"]
    for grading, reason in ((low, "may not listen on port 80"), (lecture, "cannot be replaced by a mock")):
        assert [words for words in verdicts(grading).values() if not words.startswith("skipped")] == [], grading
        assert all(reason in words for words in verdicts(grading).values()), grading


def test_a_low_port_is_skipped_where_a_masked_proc_closes_it() -> None:
    with open_folder() as folder:
        (folder / "low.py").write_text(HARD_CODED.read_text().replace("20000", "80"))
        (grading,) = graded_in(MASKED, [(folder / "low.py", "tcp-echo", ("starts",))])["gradings"]
    (words,) = verdicts(grading).values()
    assert words.startswith("skipped On this machine a program may not listen on port 80"), grading
