"""One run at a time in a results folder."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from apart import fork

from harness.classroom.lock import held
from harness.errors import UsageError


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with (
        held(tmp_path / ".lock"),
        pytest.raises(UsageError, match=f"Another run is at work .*: process {os.getpid()} on "),
        held(tmp_path / ".lock"),
    ):
        pytest.fail("it was let in")


def test_a_run_that_has_ended_holds_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with held(tmp_path / ".lock"):
            assert (tmp_path / ".lock.holder").exists()
    assert not (tmp_path / ".lock.holder").exists()


def test_a_run_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    child = fork()
    if child == 0:
        try:
            with held(tmp_path / ".lock"):
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert (tmp_path / ".lock.holder").exists()
    with held(tmp_path / ".lock"):
        pass


def test_a_folder_that_cannot_be_locked_is_one_message(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(UsageError, match="cannot be locked"), held(tmp_path / ".lock"):
        pytest.fail("it was let in")
