"""Gradescope's export: who is who, in a file that Ruby wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.classroom.collection import read_collection
from harness.classroom.gradescope import Listed, read_metadata
from harness.classroom.handed import Person

EXPORT = """---
submission_11:
  :submitters:
  - :name: Jan Novák
    :sid: '007'
    :email: jan@example.org
  - :name: "Eva \\u0160\\"x\\""
    :sid:
    :email: eva@example.org
  :created_at: 2026-11-20 10:15:00.000000000 Z
  :score: 3.0
  :status: processed
  :results:
    :tests:
    - :name: echo
      :email: nobody@example.org
  :history:
  - :id: 3
    :created_at: 2026-11-01 10:15:00.000000000 Z
submission_12:
  :submitters:
  - :name: O''Brien
    :sid: 124
    :email: pat@example.org
  :created_at: 2026-11-21 10:15:00.000000000 Z
"""
FLOW = "submission_1:\n  :submitters: [{:name: 'Ann, B.', :email: a@example.org, :sid: 5}, {:name: Bo}]\n"


def test_people_are_read_and_nothing_that_only_looks_like_them() -> None:
    eva = Person(name='Eva Š"x"', email="eva@example.org")
    assert list(read_metadata(EXPORT)) == [
        Listed(
            folder="submission_11",
            people=(Person(name="Jan Novák", sid="007", email="jan@example.org"), eva),
            created="2026-11-20 10:15:00.000000000 Z",
        ),
        Listed(
            folder="submission_12",
            people=(Person(name="O''Brien", sid="124", email="pat@example.org"),),
            created="2026-11-21 10:15:00.000000000 Z",
        ),
    ]


def test_people_on_one_line_are_read_too() -> None:
    (listed,) = read_metadata(FLOW)
    assert listed.people == (Person(name="Ann, B.", email="a@example.org", sid="5"), Person(name="Bo"))


@pytest.mark.parametrize("text", ["", "---\n", "nothing\n", ":a:\n:b:\n", "- x: [\n", "submission_1:\n"])
def test_what_names_nobody_is_nobody(text: str) -> None:
    assert [person for each in read_metadata(text) for person in each.people] == []


def test_an_export_is_a_folder_a_submission_with_all_who_handed_it_in(tmp_path: Path) -> None:
    root = tmp_path / "assignment_9_export"
    (root / "submission_11").mkdir(parents=True)
    (root / "submission_11" / "server.py").write_text("x")
    (root / "submission_metadata.yml").write_text(EXPORT)
    found = read_collection(tmp_path)
    assert found.layout == "Gradescope"
    assert found.aside == ()
    missing, group = sorted(found.handed, key=lambda each: len(each.people))
    assert [person.name for person in group.people] == ["Jan Novák", 'Eva Š"x"']
    assert group.attempts[0].parts[0].path == str(root / "submission_11")
    # listed, and not there: a row of its own, never silence
    assert missing.attempts[0].parts == ()


def test_a_later_submission_of_the_same_people_is_their_latest_attempt(tmp_path: Path) -> None:
    text = "".join(
        f"submission_{number}:\n  :submitters:\n  - :name: Bo\n    :sid: 5\n  :created_at: 2026-11-{day} 10:00:00 Z\n"
        for number, day in ((3, 21), (4, 20))
    )
    (tmp_path / "submission_metadata.yml").write_text(text)
    for number in (3, 4):
        (tmp_path / f"submission_{number}").mkdir()
        (tmp_path / f"submission_{number}" / "server.py").write_text("x")
    (one,) = read_collection(tmp_path).handed
    assert [attempt.label for attempt in one.attempts] == ["submission_4", "submission_3"]


def test_a_folder_named_in_the_metadata_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    root = tmp_path / "export"
    root.mkdir()
    (root / "submission_metadata.yml").write_text("../outside:\n  :submitters:\n  - :name: Bo\n")
    (one,) = read_collection(root).handed
    assert one.attempts[0].parts == ()
