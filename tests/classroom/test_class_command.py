"""``wireproof class``: a class of real programs, graded by the command."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from cli.command import QUICK, REFERENCE, one_message, wireproof

from harness.classroom.lock import held
from harness.classroom.model import Row, Status
from harness.classroom.reader import read_class
from harness.classroom.shelf import LOCK, STATE
from harness.log.reader import read_log

ONLY = ("--only", "tcp-echo.starts", "--seed", "7")
CRASHES = "import socketserver\nclass S(socketserver.StreamRequestHandler): pass\nraise SystemExit('no port')\n"


def rows_in(results: Path) -> dict[str, Row]:
    return {row.student: row for row in read_class(results).rows}


@pytest.fixture(scope="module")
def hw1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a class in it, graded once."""
    folder = tmp_path_factory.mktemp("class")
    handed_in = folder / "hw1"
    handed_in.mkdir()
    for name in ("alice", "bob"):
        shutil.copy(REFERENCE, handed_in / f"{name}.py")
    (handed_in / "王小明").mkdir()
    (handed_in / "王小明" / "tcp_echo.py").write_text(CRASHES)
    (handed_in / "nothing.py").write_text("print('hello')\n")
    (handed_in / "broken.zip").write_bytes(b"PK")
    (handed_in / "roster.csv").write_text("x")
    done = wireproof("class", "hw1", *ONLY, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "said").write_text(done.stdout)
    return folder


def test_everybody_has_a_row_and_a_report(hw1: Path) -> None:
    rows = rows_in(hw1 / "reports" / "hw1")
    told = {name: (row.status, row.points, row.max_points) for name, row in rows.items()}
    assert told == {
        "alice": (Status.GRADED, 4, 4),
        "bob": (Status.GRADED, 4, 4),
        "broken": (Status.UNUSABLE, 0, 0),
        "nothing": (Status.UNUSABLE, 0, 0),
        "王小明": (Status.GRADED, 0, 4),
    }
    assert "broken archive" in rows["broken"].reason
    assert "no program of the lecture was recognised" in rows["nothing"].reason
    (starts,) = rows["王小明"].results
    assert "no port" in starts.observed or "exit" in starts.observed
    for row in rows.values():
        if row.folder:
            report = hw1 / "reports" / "hw1" / row.folder
            assert {"index.html", "log.ndjson", "results.json"} <= {path.name for path in report.iterdir()}
            header = read_log(report / "log.ndjson").header
            # a student is told by the names that a student knows; whoever replays it finds what was handed in
            assert (header.submission, "/" in header.path) == (row.student, False)
            assert (hw1 / header.origin).exists()
    assert "王小明" in (hw1 / "reports" / "hw1" / "index.html").read_text()


def test_lines_off_a_terminal_are_plain_and_fit(hw1: Path) -> None:
    said = (hw1 / "said").read_text()
    assert "\x1b" not in said
    assert "\r" not in said
    assert "Left aside  roster.csv" in said
    assert "5 of 5 done, 0 left, 1 failing, 2 unusable" in said
    assert max(map(len, said.splitlines())) <= 80


def test_the_same_command_again_grades_only_what_has_changed(hw1: Path) -> None:
    again = wireproof("class", "hw1", *ONLY, cwd=hw1)
    assert "5, 0 to grade, 5 graded already" in again.stdout
    (hw1 / "hw1" / "bob.py").write_text(REFERENCE.read_text() + "\n# mended\n")
    assert "5, 1 to grade, 4 graded already" in wireproof("class", "hw1", *ONLY, cwd=hw1).stdout


def test_results_that_another_run_is_writing_are_left_to_it(tmp_path: Path) -> None:
    (tmp_path / "hw1").mkdir()
    (tmp_path / "hw1" / "alice.py").write_text(CRASHES)
    (tmp_path / "reports" / "hw1").mkdir(parents=True)
    with held(tmp_path / "reports" / "hw1" / LOCK):
        assert "Another run is at work in reports/hw1" in one_message(wireproof("class", "hw1", *ONLY, cwd=tmp_path))
        assert not (tmp_path / "reports" / "hw1" / STATE).exists()


def test_the_best_of_several_attempts_counts_where_that_is_asked_for(tmp_path: Path) -> None:
    for number, source in enumerate((REFERENCE.read_text(), CRASHES), start=1):
        folder = tmp_path / "hw2" / "eva" / f"attempt-{number}"
        folder.mkdir(parents=True)
        (folder / "tcp_echo.py").write_text(source)
    for choice, points, attempt in (("latest", 0, "attempt-2"), ("best", 4, "attempt-1")):
        words = ("class", "hw2", *ONLY, "--attempt", choice)
        done = wireproof(*words, cwd=tmp_path)
        row = rows_in(tmp_path / "reports" / "hw2")["eva"]
        assert (done.returncode, row.points, row.attempt) == (0, points, attempt)


def test_a_lower_grade_is_told_by_the_exit_status(tmp_path: Path) -> None:
    (tmp_path / "hw3").mkdir()
    shutil.copy(REFERENCE, tmp_path / "hw3" / "tcp_echo.py")
    assert wireproof("class", "hw3", *ONLY, cwd=tmp_path).returncode == 0
    (tmp_path / "hw3" / "tcp_echo.py").write_text(CRASHES)
    lower = wireproof("class", "hw3", *ONLY, cwd=tmp_path)
    assert lower.returncode == 1
    assert "0 of 4 points instead of the 4 of 4 before" in " ".join(lower.stdout.split())
    assert "--accept-lower" in lower.stdout
    assert wireproof("class", "hw3", *ONLY, "--accept-lower", cwd=tmp_path).returncode == 0
    assert rows_in(tmp_path / "reports" / "hw3")["tcp_echo"].points == 0


def test_an_archive_of_a_platform_is_a_class(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        archive.write(REFERENCE, "novakjan_LATE_17_100_server.py")
        archive.writestr("dvorak_18_101_server.py", CRASHES)
    done = wireproof("class", "submissions.zip", *ONLY, "--program", "tcp-echo", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = rows_in(tmp_path / "reports" / "submissions")
    assert {name: (row.sid, row.points) for name, row in rows.items()} == {"dvorak": ("18", 0), "novakjan": ("17", 4)}
    assert read_class(tmp_path / "reports" / "submissions").title == "submissions"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "There is no folder nowhere"),
        (("hw4", "--only", "tcp-echo.ecko"), "No requirement matches tcp-echo.ecko"),
        (("hw4", "--program", "tcp-ecko"), "There is no program 'tcp-ecko'"),
        (("hw4", "--python", "python9.9"), "python9.9"),
        (("hw4", "--report", "hw4/results"), "would lie among the submissions"),
        (("hw4", "--jobs", "0"), "--jobs"),
        (("empty",), "holds no submission"),
        (("notes.txt",), "broken zip"),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_one_message(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "hw4").mkdir()
    (tmp_path / "hw4" / "alice.py").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    assert said in one_message(wireproof("class", *words, cwd=tmp_path))


def test_options_of_a_grading_are_those_of_a_class(tmp_path: Path) -> None:
    told = wireproof("class", "--help", cwd=tmp_path).stdout
    for word in ("--program", "--only", "--level", "--seed", "--python", "--require-isolation", QUICK[0]):
        assert word in told


def test_the_results_of_a_class_go_into_other_formats(hw1: Path) -> None:
    table = wireproof("export", "csv", "reports/hw1", cwd=hw1)
    assert table.returncode == 0
    assert table.stdout.encode() == (hw1 / "reports" / "hw1" / "results.csv").read_bytes().replace(b"\r\n", b"\n")
    junit = wireproof("export", "junit", "reports/hw1", cwd=hw1)
    assert junit.stdout.count("<testsuite ") == 5
    (hw1 / "grades.csv").write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,hw1 (1)\n    Points Possible,,,,,10\nalice,9,,,,\nTim,8,,,,\n"
    )
    filled = wireproof("export", "canvas", "reports/hw1", "--gradebook", "grades.csv", cwd=hw1)
    assert filled.stdout.splitlines()[2:] == ["alice,9,,,,10"]
    assert "Not in the gradebook: bob, broken, nothing" in filled.stderr
    (hw1 / "moodle.csv").write_text("Identifier,Full name,Grade,Maximum Grade\nParticipant 1,bob,,50\n")
    filled = wireproof("export", "moodle", "reports/hw1", "moodle.csv", "-o", "filled.csv", cwd=hw1)
    assert (filled.returncode, filled.stdout) == (0, "")
    assert (hw1 / "filled.csv").read_text().splitlines()[1] == "Participant 1,bob,50,50"


def test_a_folder_without_results_is_one_message(tmp_path: Path) -> None:
    assert "no results of a class" in one_message(wireproof("export", "canvas", ".", cwd=tmp_path))


def test_who_is_on_the_roster_and_handed_in_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "hw1").mkdir()
    (tmp_path / "hw1" / "alice.py").write_text(CRASHES)
    (tmp_path / "roster.csv").write_text("name\nAlice\nGrace Hopper\n")
    asked = 'title = "Sockets"\nprograms = ["tcp-echo"]\nroster = "roster.csv"\nabsent = "zero"\n'
    (tmp_path / "a.toml").write_text(f'{asked}[hidden]\nrequirements = ["half-close"]\n')
    done = wireproof("class", "hw1", "--assignment", "a.toml", *ONLY, cwd=tmp_path)
    assert "Missing     1 student of the roster: Grace Hopper." in done.stdout, done.stdout + done.stderr
    rows = rows_in(tmp_path / "reports" / "hw1")
    assert (rows["Grace Hopper"].status, rows["Grace Hopper"].max_points) == (Status.MISSING, 4)
    # the log, which holds what is hidden, is not in the folder that is alice's
    assert rows["Alice"].folder == "alice/student"
    assert "./alice/student/index.html" in (tmp_path / "reports" / "hw1" / "index.html").read_text()
    (tmp_path / "roster.csv").write_text("name\nGrace Hopper\n")
    again = wireproof("class", "hw1", "--assignment", "a.toml", *ONLY, cwd=tmp_path).stdout
    assert "0 to grade" in again
    assert "Strangers   Not on the roster, and graded: alice." in again
    assert rows_in(tmp_path / "reports" / "hw1")["Grace Hopper"].max_points == 0


def test_two_classes_of_one_name_are_not_taken_for_one(tmp_path: Path) -> None:
    for year in ("2025", "2026"):
        (tmp_path / year / "hw5").mkdir(parents=True)
        (tmp_path / year / "hw5" / "alice.py").write_text("print('hello')\n")
    assert wireproof("class", "2025/hw5", *ONLY, cwd=tmp_path).returncode == 0
    said = one_message(wireproof("class", "2026/hw5", *ONLY, cwd=tmp_path))
    assert "reports/hw5 holds the results of" in said
    assert wireproof("class", "2026/hw5", *ONLY, "--report", "reports/hw5", cwd=tmp_path).returncode == 0
