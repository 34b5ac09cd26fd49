"""Gradebooks: every grade in the line of the student who earned it, or nowhere."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from msgspec.structs import replace

from harness.assignment.roster import Student
from harness.classroom.model import Class, Row, Status
from harness.errors import UsageError
from harness.export.canvas import canvas, canvas_filled
from harness.export.gradebook import agree, comment, grade, on_roster
from harness.export.moodle import moodle_filled

GOLDEN = Path(__file__).parent / "golden"
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Warm-up (11),Echo servers (12),Current Score
    Points Possible,,,,,5,100,(read only)
"Lovelace, Ada",1001,s1,ada,"A, B",5,,90
"Sum, @",9,1002,sum,A,,,
"張偉, Zoë",10,s3,zoe,A,,,
"Student, Test",11,,,A,,,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),\
Last modified (grade),Feedback comments
Participant 1001,Ada Lovelace,x@example.org,Submitted,,"50,00",Yes,-,-,
Participant 7,=Sum,-x@example.org,Submitted,3.00,100.00,Yes,-,-,"old
words"
Participant 1003,Zoë 張偉,,No submission,,100.00,Yes,-,-,
Participant 1004,Harness Error,,Submitted,44,100.00,No,-,-,kept
"""


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_a_canvas_gradebook_is_filled_by_id_then_sis_id(class_: Class) -> None:
    filled = canvas_filled(class_, "Echo servers", CANVAS.encode(), "grades.csv")
    assert filled.content == (GOLDEN / "canvas.csv").read_bytes()
    assert filled.unplaced == ("Error, Harness",)
    assert filled.ungraded == ("Zoë 張偉 (It holds no program.)",)


def test_a_canvas_gradebook_can_be_made_anew(class_: Class) -> None:
    assert canvas(class_, "Echo servers (12)").content == (GOLDEN / "canvas-new.csv").read_bytes()


def test_a_moodle_worksheet_is_filled_and_nothing_else_of_it_is_changed(class_: Class) -> None:
    filled = moodle_filled(class_, MOODLE.encode(), "grades.csv")
    assert filled.content == (GOLDEN / "moodle.csv").read_bytes()
    before, after = read(MOODLE.encode()), read(filled.content)
    changed = {(row, after[0][at]) for row in range(5) for at in range(10) if before[row][at] != after[row][at]}
    assert changed == {
        *((1, "Grade"), (1, "Feedback comments"), (2, "Grade"), (2, "Feedback comments")),
        *((2, "Full name"), (2, "Email address")),  # formulas were made harmless
    }


def test_a_line_that_may_not_be_changed_is_told(class_: Class) -> None:
    row = replace(class_.rows[0], student="Harness Error", sid="1004")
    filled = moodle_filled(replace(class_, rows=(row,)), MOODLE.encode(), "grades.csv")
    assert read(filled.content)[4][4] == "44"
    assert filled.ungraded == ("Harness Error (Moodle says that it cannot be changed)",)


def test_two_of_one_name_get_no_grade_by_their_name(class_: Class) -> None:
    twins = tuple(replace(class_.rows[0], sid="", email="", points=points) for points in (3, 12))
    filled = canvas_filled(replace(class_, rows=twins), "Echo servers", CANVAS.encode(), "grades.csv")
    assert len(read(filled.content)) == 2
    assert filled.unplaced == ("Ada Lovelace", "Ada Lovelace")


def test_a_number_that_is_another_student_s_on_this_platform_decides_nothing(class_: Class) -> None:
    stranger = replace(class_.rows[0], student="Grace Hopper", email="")
    one = replace(class_, rows=(stranger,))
    for filled in (
        canvas_filled(one, "Echo servers", CANVAS.encode(), "grades.csv"),
        moodle_filled(one, MOODLE.encode(), "grades.csv"),
    ):
        assert filled.unplaced == ("Grace Hopper",)


def test_a_worksheet_without_names_is_filled_by_its_numbers(class_: Class) -> None:
    sheet = "Identifier,Status,Grade,Maximum Grade\nParticipant 1001,Submitted,,100\n"
    row = replace(class_.rows[0], student="Participant", email="")
    filled = moodle_filled(replace(class_, rows=(row,)), sheet.encode(), "grades.csv")
    assert read(filled.content)[1] == ["Participant 1001", "Submitted", "100", "100"]


def test_a_namesake_of_one_who_is_known_by_a_number_gets_no_grade_by_the_name(class_: Class) -> None:
    known, namesake = class_.rows[0], replace(class_.rows[0], sid="", email="", points=3)
    gradebook = CANVAS.replace('"Sum, @",9', '"Lovelace, Ada",9')
    filled = canvas_filled(replace(class_, rows=(known, namesake)), "Echo servers", gradebook.encode(), "grades.csv")
    assert [line[1] for line in read(filled.content)[2:]] == ["1001"]
    assert filled.unplaced == ("Ada Lovelace",)


@pytest.mark.parametrize("name", ["Ada Lovelace", "lovelaceada", "Lovelace, Ada", "ADA LOVELACE"])
def test_a_name_is_known_however_the_platform_writes_it(class_: Class, name: str) -> None:
    row = replace(class_.rows[0], sid="", email="", student=name)
    filled = canvas_filled(replace(class_, rows=(row,)), "Echo servers (12)", CANVAS.encode(), "grades.csv")
    assert read(filled.content)[2] == ["Lovelace, Ada", "1001", "s1", "ada", "A, B", "100"]


def test_a_grade_is_a_share_of_what_could_be_earned() -> None:
    row = Row(student="x", status=Status.GRADED, points=5, max_points=6)
    assert [grade(row, possible) for possible in (6, 100, 12)] == ["5", "83.33", "10"]
    assert grade(replace(row, max_points=0, points=0), 100) == ""
    assert grade(replace(row, status=Status.ERROR), 100) == ""


def test_a_comment_names_what_was_not_met_and_counts_what_is_hidden(class_: Class) -> None:
    row = class_.rows[1]
    assert comment(row) == "4 of 8 points. Not met: tcp-echo.echoes."
    hidden = replace(row, results=tuple(replace(each, hidden=True) for each in row.results))
    assert comment(hidden) == "4 of 8 points. Not met and not named: 1 requirement."


def test_who_is_on_the_roster_is_known_by_number_address_or_name(class_: Class) -> None:
    roster = (
        Student(name="Somebody Else", sid="1001"),  # the number decides
        Student(name="x", email="-X@example.org"),
        Student(name="張偉, Zoë"),
        Student(name="Error, Harness", sid="Participant 1004"),
        Student(name="Grace Hopper", sid="9"),
    )
    known = on_roster(class_.rows, roster)
    # a number is not enough: that of one platform may be another's on the roster
    assert [each.name for place, each in enumerate(roster) if place not in known] == ["Somebody Else", "Grace Hopper"]
    assert [row.student for row in class_.rows if row not in known.values()] == ["Ada Lovelace"]


def test_a_name_is_the_same_in_whichever_form_its_accents_are_written() -> None:
    row = Row(student="Zoe\u0308 Mu\u0308ller", status=Status.GRADED)
    assert on_roster((row,), (Student(name="Müller, Zoë"),)) == {0: row}


def test_a_login_is_enough_to_be_known_by_on_a_roster() -> None:
    row = Row(student="octocat", sid="octocat", status=Status.GRADED)
    assert on_roster((row,), (Student(name="Ada Lovelace", sid="octocat"),)) == {0: row}


@pytest.mark.parametrize("folder", ["1007", "Ada@Example.org", "ada", "Lovelace, Ada", "ada_lovelace"])
def test_a_folder_may_be_called_by_number_address_login_or_name(folder: str) -> None:
    row = Row(student=folder, status=Status.GRADED)
    roster = (
        Student(name="Grace Hopper", sid="1006", email="grace@example.org"),
        Student(name="Ada Lovelace", sid="1007", email="ada@example.org"),
    )
    assert on_roster((row,), roster) == {1: row}


def test_a_login_that_two_addresses_begin_with_is_nobodys() -> None:
    roster = (Student(name="A", email="ada@one.example"), Student(name="B", email="ada@two.example"))
    assert on_roster((Row(student="ada", status=Status.GRADED),), roster) == {}


@pytest.mark.parametrize(("most", "worth"), [(8, "0"), (0, "")])
def test_who_handed_in_nothing_has_a_zero_or_no_grade(class_: Class, most: int, worth: str) -> None:
    missing = Row(student="Ada Lovelace", sid="1001", status=Status.MISSING, max_points=most, reason="Nothing came.")
    filled = canvas_filled(replace(class_, rows=(missing,)), "Echo servers (12)", CANVAS.encode(), "grades.csv")
    assert [line[-1] for line in read(filled.content)[2:]] == ([worth] if worth else [])
    assert filled.ungraded == (() if worth else ("Ada Lovelace (Nothing came.)",))
    assert (grade(missing, 10), comment(missing)) == (worth, "Nothing came.")
    made = canvas(replace(class_, rows=(missing,)), "Echo servers")
    # the number on a roster may be another platform's
    assert (read(made.content)[2:], made.unplaced) == ([], ("Ada Lovelace",))


def test_a_name_of_short_words_is_known_as_a_whole() -> None:
    row = Row(student="李 明", sid="7", status=Status.GRADED)
    assert all(agree(row, name) for name in ("李 明", "明, 李", "李, 明", "明 李"))
    assert not any(agree(row, name) for name in ("王 明", ""))


@pytest.mark.parametrize(
    ("title", "content", "words"),
    [
        ("Other", CANVAS, r"no column 'Other'.*Warm-up \(11\), Echo servers \(12\)"),
        ("Echo servers", "Name,ID\nx,1\n", "no column Student"),
        ("Echo servers", 'Student,"ID', "no CSV"),
        ("Echo servers", "", "no column Student"),
    ],
)
def test_a_file_that_is_no_gradebook_is_refused(class_: Class, title: str, content: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        canvas_filled(class_, title, content.encode(), "grades.csv")


def test_a_worksheet_without_points_is_refused(class_: Class) -> None:
    with pytest.raises(UsageError, match="graded in points"):
        moodle_filled(class_, MOODLE.replace('"50,00"', "Satisfactory").encode(), "grades.csv")
