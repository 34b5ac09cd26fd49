"""A roster is read as a platform writes it, or as a teacher does."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.assignment.roster import Student, read_roster
from harness.errors import UsageError


def roster(tmp_path: Path, content: bytes | str) -> tuple[Student, ...]:
    path = tmp_path / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_roster(path)


def test_columns_are_found_by_their_names(tmp_path: Path) -> None:
    assert roster(tmp_path, "Email,Name\na@x,Ada\n,張偉\n") == (
        Student(name="Ada", email="a@x"),
        Student(name="張偉"),
    )


def test_what_platforms_write_is_a_roster(tmp_path: Path) -> None:
    canvas = 'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",7,s7,ada,A\n'
    assert roster(tmp_path, canvas) == (Student(name="Lovelace, Ada", sid="7"),)
    moodle = "\ufeffIdentifier,Full name,Email address,Status\nParticipant 9,Ada Lovelace,a@x,No submission\n"
    github = "identifier,github_username,github_id,name\nAda Lovelace,ada,17,\ng@x,hopper,18,Grace Hopper\n"
    assert roster(tmp_path, github) == (
        Student(name="Ada Lovelace", sid="ada"),
        Student(name="Grace Hopper", sid="hopper"),
    )
    assert roster(tmp_path, moodle) == (Student(name="Ada Lovelace", sid="Participant 9", email="a@x"),)


def test_a_roster_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_roster(tmp_path / "nobody.csv")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id\n1\n", "no column for names"),
        ("name\n", "names nobody"),
        ("", "no column for names"),
        ("name,id\nAda,1\nBob,2\nAda,1\n", "lines 2 and 4"),
        ('name\n"Ada\n', "line 2"),
        (b"name\n\xff\n", "not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, content: bytes | str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        roster(tmp_path, content)
