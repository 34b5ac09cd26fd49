"""``kill -9`` at any moment, the same command again: the same as if nothing had happened.

A moment is a step of the run's own, counted by Python's audit events (files opened, renamed, removed), so that the
kill falls between any two of them and no clock is asked.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest
from apart import fork
from classroom.classes import as_written, hand_in, points_of, run_class

from harness.classroom.grade import Regrade

MOMENTS = 20
STEPS = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.listdir", "os.scandir", "shutil.rmtree"}


def steps_of(work: Callable[[], object], last: int = sys.maxsize) -> tuple[int, int]:
    """Do ``work`` in a child that is killed at step number ``last``: how it ended, and how many steps it did."""
    reading, writing = os.pipe()
    child = fork()
    if child == 0:
        done = 0

        def count(event: str, _arguments: object) -> None:
            nonlocal done
            if event in STEPS:
                done += 1
                if done >= last:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            work()
            os.write(writing, str(done).encode())
            os._exit(0)
        finally:
            # whatever it raised: beyond this it would go on as a second process of pytest's
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as said:
        told = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), int(told or last)


def records(results: Path) -> list[tuple[object, ...]]:
    """Everything that was ever recorded, but the order of it."""
    with sqlite3.connect(results / "state.sqlite") as database:
        rows = database.execute("SELECT run, identity, place, key, points FROM history").fetchall()
    database.close()
    return sorted(rows)


def first(handed_in: Path, results: Path) -> None:
    run_class(handed_in, results)


def again(handed_in: Path, results: Path) -> None:
    run_class(handed_in, results, Regrade.ALL, accept_lower=True)


@pytest.mark.parametrize("command", [first, again])
def test_a_run_that_is_killed_and_begun_again_ends_as_an_undisturbed_one(
    tmp_path: Path, command: Callable[[Path, Path], None]
) -> None:
    handed_in, before, undisturbed = tmp_path / "hw1", tmp_path / "before", tmp_path / "undisturbed"
    hand_in(handed_in, alice="5", bob="4", carl="unusable", dora="error", eva="1")
    before.mkdir()
    if command is again:
        first(handed_in, before)
        hand_in(handed_in, bob="3", carl="5", dora="2", eva="unusable")
    shutil.copytree(before, undisturbed)
    status, steps = steps_of(lambda: command(handed_in, undisturbed))
    assert (status, steps > 3 * MOMENTS) == (0, True)
    for moment in Random(7).sample(range(1, steps), MOMENTS):
        results = tmp_path / f"killed-{moment}"
        shutil.copytree(before, results)
        status, _ = steps_of(partial(command, handed_in, results), moment)
        assert status == -signal.SIGKILL
        command(handed_in, results)
        assert as_written(results) == as_written(undisturbed), moment
        assert records(results) == records(undisturbed), moment


def test_a_run_that_is_killed_again_and_again_comes_to_its_end(tmp_path: Path) -> None:
    handed_in, undisturbed, results = tmp_path / "hw1", tmp_path / "undisturbed", tmp_path / "killed"
    hand_in(handed_in, **{f"student{number}": str(number % 6) for number in range(8)})
    _, steps = steps_of(lambda: first(handed_in, undisturbed))
    draw, kills = Random(7), 0
    while steps_of(lambda: first(handed_in, results), draw.randint(steps // 2, steps))[0] == -signal.SIGKILL:
        kills += 1
        assert kills < MOMENTS
    assert kills > 1
    assert as_written(results) == as_written(undisturbed)
    assert records(results) == records(undisturbed)


def test_a_grade_keeps_its_report_wherever_its_replacement_was_killed(tmp_path: Path) -> None:
    handed_in, before = tmp_path / "hw1", tmp_path / "before"
    hand_in(handed_in, alice="3", bob="4")
    first(handed_in, before)
    hand_in(handed_in, alice="5", bob="5")
    shutil.copytree(before, tmp_path / "counted")
    _, steps = steps_of(lambda: first(handed_in, tmp_path / "counted"))
    hand_in(handed_in, alice="error", bob="error")
    restored = 0
    for moment in range(steps // 2, steps, 3):
        results = tmp_path / f"killed-{moment}"
        shutil.copytree(before, results)
        hand_in(handed_in, alice="5", bob="5")
        steps_of(partial(first, handed_in, results), moment)
        hand_in(handed_in, alice="error", bob="error")
        first(handed_in, results)
        points, files = points_of(results), as_written(results)[1]
        for student, old in {"alice": 3, "bob": 4}.items():
            said = files[f"{student}/log.ndjson"].decode()
            assert said == f"{student} {points[student]}"
            restored += points[student] == old
    assert restored
