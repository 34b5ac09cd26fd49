"""What a run grades, what it leaves alone, and which grade stands after it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from classroom.classes import Sayer, hand_in, points_of, run_class

from harness.classroom.grade import Place, Regrade
from harness.classroom.model import Row, Status
from harness.classroom.reader import read_class
from harness.errors import HarnessError, UsageError


def graded_in(
    handed_in: Path, results: Path, regrade: Regrade = Regrade.NONE, *, accept_lower: bool = False
) -> list[str]:
    """Whom one more run grades."""
    sayer = Sayer()
    run_class(handed_in, results, regrade, accept_lower=accept_lower, grader=sayer)
    return sorted(sayer.graded)


def row_of(results: Path, student: str) -> Row:
    return next(row for row in read_class(results).rows if row.student == student)


@pytest.fixture
def hw1(tmp_path: Path) -> Path:
    hand_in(tmp_path / "hw1", alice="5", bob="3", carl="unusable", dora="error")
    return tmp_path / "hw1"


@pytest.fixture
def results(tmp_path: Path, hw1: Path) -> Path:
    """Results of one run over the class."""
    run_class(hw1, tmp_path / "results")
    return tmp_path / "results"


def test_everybody_gets_a_row_whatever_was_handed_in(results: Path) -> None:
    rows = {row.student: (row.status, row.points, row.folder, row.reason) for row in read_class(results).rows}
    assert rows == {
        "alice": (Status.GRADED, 5, "alice", ""),
        "bob": (Status.GRADED, 3, "bob", ""),
        "carl": (Status.UNUSABLE, 0, "", "It is empty."),
        "dora": (Status.ERROR, 0, "dora", "The machine failed."),
    }
    assert (results / "alice" / "index.html").read_text() == "<p>5"


def test_the_same_command_again_grades_nobody(hw1: Path, results: Path) -> None:
    assert graded_in(hw1, results) == []


def test_only_what_has_changed_and_what_is_new_is_graded_again(hw1: Path, results: Path) -> None:
    hand_in(hw1, bob="4", eva="1")
    assert graded_in(hw1, results) == ["bob", "eva"]
    assert points_of(results) == {"alice": 5, "bob": 4, "carl": 0, "dora": 0, "eva": 1}


def test_whoever_is_gone_has_no_row_and_is_not_forgotten(hw1: Path, results: Path) -> None:
    (hw1 / "alice.py").unlink()
    assert graded_in(hw1, results) == []
    assert "alice" not in points_of(results)
    hand_in(hw1, alice="5")
    assert graded_in(hw1, results) == []
    assert points_of(results)["alice"] == 5


def test_a_report_that_was_lost_is_made_again(hw1: Path, results: Path) -> None:
    (results / "alice" / "log.ndjson").write_text("tampered with")
    assert graded_in(hw1, results) == ["alice"]


@pytest.mark.parametrize(
    ("regrade", "expected"),
    [
        (Regrade.FAILED, ["bob", "carl"]),
        (Regrade.ERRORS, ["dora"]),
        (Regrade.ALL, ["alice", "bob", "carl", "dora"]),
    ],
)
def test_a_regrade_grades_those_that_are_named(hw1: Path, results: Path, regrade: Regrade, expected: list[str]) -> None:
    assert graded_in(hw1, results, regrade) == expected
    # it is another run each time
    assert graded_in(hw1, results, regrade) == expected


def test_a_lower_grade_waits_until_it_is_accepted(hw1: Path, results: Path) -> None:
    hand_in(hw1, alice="2")
    (told,) = run_class(hw1, results)
    assert (told.place, told.grade.points, told.standing.points) == (Place.WITHHELD, 2, 5)
    assert row_of(results, "alice").points == 5
    assert row_of(results, "alice").waiting == "2 of 5 points instead of the 5 of 5 before."
    assert (results / "alice" / "index.html").read_text() == "<p>5"
    assert (results / ".withheld" / "alice" / "index.html").read_text() == "<p>2"
    assert graded_in(hw1, results) == []
    # what was looked at is what is taken: nothing is graded for it
    assert graded_in(hw1, results, accept_lower=True) == []
    assert (row_of(results, "alice").points, row_of(results, "alice").waiting) == (2, "")
    assert (results / "alice" / "index.html").read_text() == "<p>2"
    assert not (results / ".withheld" / "alice").exists()


def test_a_submission_that_became_unusable_does_not_cost_the_grade_unasked(hw1: Path, results: Path) -> None:
    hand_in(hw1, alice="unusable")
    run_class(hw1, results)
    assert row_of(results, "alice").points == 5
    assert row_of(results, "alice").waiting == "No grade instead of the 5 of 5 before: It is empty."
    run_class(hw1, results, accept_lower=True)
    assert (row_of(results, "alice").status, row_of(results, "alice").folder) == (Status.UNUSABLE, "")
    assert not (results / "alice").exists()


def test_a_lower_grade_is_forgotten_once_the_submission_is_as_it_was(hw1: Path, results: Path) -> None:
    hand_in(hw1, alice="2")
    run_class(hw1, results)
    hand_in(hw1, alice="5")
    assert graded_in(hw1, results, accept_lower=True) == []
    assert (row_of(results, "alice").points, row_of(results, "alice").waiting) == (5, "")


def test_a_higher_grade_takes_the_place_of_all_that_came_before(hw1: Path, results: Path) -> None:
    for said in ("1", "error", "4"):
        hand_in(hw1, bob=said)
        run_class(hw1, results)
    assert (row_of(results, "bob").points, row_of(results, "bob").waiting, row_of(results, "bob").reason) == (4, "", "")


def test_an_error_never_takes_the_place_of_a_grade(hw1: Path, results: Path) -> None:
    hand_in(hw1, alice="error")
    (told,) = run_class(hw1, results, accept_lower=True)
    assert told.place is Place.FAILED
    assert (row_of(results, "alice").points, row_of(results, "alice").has_error) == (5, True)
    assert "The machine failed." in row_of(results, "alice").reason
    assert graded_in(hw1, results) == []
    assert graded_in(hw1, results, Regrade.ERRORS) == ["alice", "dora"]


def test_a_grade_takes_the_place_of_an_error(hw1: Path, results: Path) -> None:
    hand_in(hw1, dora="1")
    run_class(hw1, results)
    assert (row_of(results, "dora").status, row_of(results, "dora").points) == (Status.GRADED, 1)


def test_points_of_the_run_before_are_told(hw1: Path, results: Path) -> None:
    assert {row.previous for row in read_class(results).rows} == {None}
    hand_in(hw1, bob="4", eva="1")
    run_class(hw1, results)
    before = {row.student: row.previous for row in read_class(results).rows}
    assert before == {"alice": 5, "bob": 3, "carl": 0, "dora": 0, "eva": None}
    run_class(hw1, results)
    assert row_of(results, "bob").previous == 4


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path, hw1: Path) -> None:
    results, sayer = tmp_path / "results", Sayer()
    with pytest.raises(KeyboardInterrupt):
        run_class(hw1, results, Regrade.ALL, grader=sayer, most=2)
    assert sayer.stopped
    recorded = set(points_of(results))
    assert len(recorded) == 2
    assert set(graded_in(hw1, results, Regrade.ALL)) == {"alice", "bob", "carl", "dora"} - recorded
    assert graded_in(hw1, results) == []


def test_a_report_that_was_lost_while_a_run_was_stopped_is_made_again(tmp_path: Path, hw1: Path) -> None:
    results = tmp_path / "results"
    with pytest.raises(KeyboardInterrupt):
        run_class(hw1, results, most=4)
    (results / "alice" / "log.ndjson").unlink()
    assert graded_in(hw1, results) == ["alice"]
    assert points_of(results)["alice"] == 5


def test_another_command_than_the_one_that_was_stopped_begins_anew(tmp_path: Path, hw1: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_class(hw1, tmp_path / "results", most=3)
    assert graded_in(hw1, tmp_path / "results", Regrade.ALL) == ["alice", "bob", "carl", "dora"]


def test_a_disk_that_is_full_stops_the_run_and_loses_nothing(
    hw1: Path, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(hw1, bob="4")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", _full)
        with pytest.raises(HarnessError, match="No space left on device"):
            run_class(hw1, results)
    assert points_of(results)["bob"] == 3
    assert graded_in(hw1, results) == ["bob"]


def _full(_path: Path, _target: Path) -> Path:
    raise OSError(28, "No space left on device")


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, hw1: Path) -> None:
    (tmp_path / "diploma").mkdir()
    (tmp_path / "diploma" / "thesis.tex").write_text("x")
    with pytest.raises(UsageError, match="holds something else"):
        run_class(hw1, tmp_path / "diploma")


@pytest.mark.parametrize("name", ["", "results"])
def test_results_do_not_lie_among_the_submissions(hw1: Path, name: str) -> None:
    with pytest.raises(UsageError, match="among the submissions"):
        run_class(hw1, hw1 / name)


def test_a_record_that_is_damaged_is_one_message(hw1: Path, results: Path) -> None:
    (results / "state.sqlite").write_bytes(b"not a database, and long enough to be taken for one" * 100)
    with pytest.raises(UsageError, match="is damaged"):
        run_class(hw1, results)


def test_a_record_of_another_version_is_one_message(hw1: Path, results: Path) -> None:
    database = sqlite3.connect(results / "state.sqlite")
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(UsageError, match="another version"):
        run_class(hw1, results)


def test_a_folder_without_a_record_is_no_class(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no results"):
        read_class(tmp_path)
    assert list(tmp_path.iterdir()) == []
