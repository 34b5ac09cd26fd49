"""Who handed in what, in every layout that a platform hands out."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from harness.classroom.collection import read_collection
from harness.classroom.handed import Attempt, Collection, Handed, Person
from harness.errors import UsageError


def lay(root: Path, *names: str) -> Path:
    """Files below ``root``; a name that ends with a slash is a folder."""
    for name in names:
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
    return root


def names_of(attempt: Attempt) -> list[str]:
    return [part.name for part in attempt.parts]


def attempts(collection: Collection) -> dict[str, list[list[str]]]:
    """The files of every attempt, by student."""
    return {each.shown: [names_of(attempt) for attempt in each.attempts] for each in collection.handed}


def only(collection: Collection) -> Handed:
    (one,) = collection.handed
    return one


def test_a_plain_folder_holds_a_file_a_folder_or_an_archive_a_student(tmp_path: Path) -> None:
    found = read_collection(lay(tmp_path, "alice.py", "bob/server.py", "carl.tar.gz", "dora/", ".git/config"))
    assert found.layout == "plain"
    assert attempts(found) == {"alice": [["alice.py"]], "bob": [["bob"]], "carl": [["carl.tar.gz"]], "dora": [["dora"]]}


def test_what_is_left_aside_is_told(tmp_path: Path) -> None:
    found = read_collection(lay(tmp_path, "alice.py", "roster.csv", "assignment.toml", "answer.txt"))
    assert sorted(attempts(found)) == ["alice", "answer"]
    assert sorted(found.aside) == ["assignment.toml", "roster.csv"]


def test_students_are_in_the_order_in_which_people_count(tmp_path: Path) -> None:
    found = read_collection(lay(tmp_path, "team10.py", "team9.py", "Team1.py"))
    assert [each.shown for each in found.handed] == ["Team1", "team9", "team10"]


def test_two_files_that_differ_in_their_suffix_are_two_submissions(tmp_path: Path) -> None:
    found = read_collection(lay(tmp_path, "alice.py", "alice.zip", "alice-py.zip"))
    assert len({each.folder for each in found.handed}) == 3


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            ("alice/attempt-1/s.py", "alice/attempt-2/s.py", "alice/attempt-10/s.py"),
            ["attempt-1", "attempt-2", "attempt-10"],
        ),
        (("alice/v1.zip", "alice/v2.zip"), ["v1.zip", "v2.zip"]),
        (("alice/2026-11-27 10:00/s.py", "alice/2026-11-28 09:00/s.py"), ["2026-11-27 10:00", "2026-11-28 09:00"]),
        (("alice_attempt1.py", "alice_attempt2.py"), ["alice_attempt1.py", "alice_attempt2.py"]),
        (("alice/code.zip", "alice/report.pdf"), ["code.zip"]),
        # numbered exercises are no attempts: none may be dropped
        (("alice/1/s.py", "alice/2/s.py"), ["alice"]),
        (("alice/server.py", "alice/old.zip"), ["alice"]),
        (("alice/attempt-1/s.py",), ["attempt-1"]),
    ],
)
def test_several_attempts_are_told_from_one_submission(
    tmp_path: Path, entries: tuple[str, ...], expected: list[str]
) -> None:
    assert [each.label for each in only(read_collection(lay(tmp_path, *entries))).attempts] == expected


def test_canvas_groups_the_files_of_a_student(tmp_path: Path) -> None:
    found = read_collection(
        lay(
            tmp_path,
            *("novakjan_17_100_server.c", "novakjan_17_101_conformance.toml"),
            *("duquea_LATE_18_90_server.py", "duquea_LATE_18_95_server-1.py"),
            *("wang_19_80_a.zip", "wang_19_81_notes.pdf", "wang_19_82_b.zip"),
        )
    )
    assert found.layout == "Canvas"
    assert attempts(found) == {
        "duquea": [["server.py"], ["server-1.py"]],
        "novakjan": [["server.c", "conformance.toml"]],
        "wang": [["a.zip"], ["b.zip"]],
    }
    assert [each.people[0].sid for each in found.handed] == ["18", "17", "19"]


def test_a_manifest_that_canvas_renamed_is_a_manifest(tmp_path: Path) -> None:
    found = read_collection(lay(tmp_path, "novakjan_17_100_server-1.c", "novakjan_17_101_conformance-2.toml"))
    assert attempts(found) == {"novakjan": [["server.c", "conformance.toml"]]}


def test_canvas_files_without_a_student_are_read_as_plain_ones(tmp_path: Path) -> None:
    assert sorted(attempts(read_collection(lay(tmp_path, "novak_17_100_s.py", "late.py")))) == ["late", "novak"]


def test_moodle_names_the_student_and_the_participant(tmp_path: Path) -> None:
    found = read_collection(
        lay(
            tmp_path,
            *("Jan Novák_5678_assignsubmission_file_/server.py", "王小明_5679_assignsubmission_file_/code.zip"),
            *(
                "Ola_5680_assignsubmission_onlinetext_/onlinetext.html",
                "Jan Novák_5678_assignsubmission_onlinetext_/x.html",
            ),
            "Eve_5681_assignsubmission_file_server.py",
        )
    )
    assert found.layout == "Moodle"
    assert attempts(found) == {
        "Eve": [["server.py"]],
        "Jan Novák": [["Jan Novák_5678_assignsubmission_file_"]],
        "Ola": [["Ola_5680_assignsubmission_onlinetext_"]],
        "王小明": [["code.zip"]],
    }
    assert found.handed[-1].people == (Person(name="王小明", sid="5679"),)


def test_github_classroom_names_the_login(tmp_path: Path) -> None:
    root = lay(tmp_path / "echo-server-submissions", "echo-server-ada/.git/HEAD", "echo-server-bob-b/.git/HEAD")
    found = read_collection(root)
    assert found.layout == "GitHub Classroom"
    assert [(each.shown, each.folder) for each in found.handed] == [
        ("ada", "echo-server-ada"),
        ("bob-b", "echo-server-bob-b"),
    ]


def test_a_repository_may_hold_its_program_packed(tmp_path: Path) -> None:
    files = ("README.md", ".gitignore", ".git/HEAD", "homework.zip")
    root = lay(tmp_path / "hw1", *(f"hw1-ada/{each}" for each in files), "hw1-bob/server.py", "hw1-bob/data.zip")
    ada, bob = read_collection(root).handed
    assert [Path(each.attempts[0].parts[0].path).name for each in (ada, bob)] == ["homework.zip", "hw1-bob"]


def test_numbered_teams_are_no_logins(tmp_path: Path) -> None:
    assert read_collection(lay(tmp_path, "team-1/s.py", "team-2/s.py")).layout == "plain"


def test_a_layout_is_found_in_a_folder_that_was_unpacked_into_a_folder(tmp_path: Path) -> None:
    lay(tmp_path, "submissions/novak_17_100_s.py", "submissions/duque_18_101_s.py")
    assert read_collection(tmp_path).layout == "Canvas"


def test_a_single_student_is_no_folder_of_students(tmp_path: Path) -> None:
    assert attempts(read_collection(lay(tmp_path, "alice/server.py", "alice/tool.py"))) == {"alice": [["alice"]]}


@pytest.mark.parametrize(
    "name", ["Žluťoučký kůň", "王小明", "محمد", "Ζωή", "O'Brien, Pat", "a" * 200, unicodedata.normalize("NFD", "Jörg")]
)
def test_a_name_in_any_script_has_a_safe_report_folder(tmp_path: Path, name: str) -> None:
    one = only(read_collection(lay(tmp_path, f"{name}.py")))
    assert one.shown == name
    assert one.folder.isascii()
    assert one.folder == os.path.basename(one.folder)
    assert len(one.folder) < 100


def test_a_name_that_is_no_utf_8_can_be_written_down_and_its_file_found(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"Jos\xe9.py")).write_text("x")
    one = only(read_collection(tmp_path))
    assert one.shown == "Jos\\udce9"
    assert Path(one.attempts[0].parts[0].path).exists()


@pytest.mark.parametrize("name", ["index.html", "state.sqlite", "results.json"])
def test_no_report_takes_the_place_of_a_file_of_the_class(tmp_path: Path, name: str) -> None:
    assert only(read_collection(lay(tmp_path, f"{name}/server.py"))).folder != name


@pytest.mark.parametrize("entries", [(), ("roster.csv",), (".hidden",)])
def test_a_folder_without_a_submission_is_one_message(tmp_path: Path, entries: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="holds no submission"):
        read_collection(lay(tmp_path, *entries))


def test_a_folder_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        read_collection(tmp_path / "hw9")
