"""Tables hold what was graded, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.classroom.model import Class
from harness.export.groups import document_of
from harness.export.table import CLASS, class_table, grading_table, safe, written
from harness.log.reader import Log

GOLDEN = Path(__file__).parent / "golden"


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def test_a_grading_fits_its_golden(log: Log) -> None:
    assert grading_table(document_of(log)) == (GOLDEN / "grading.csv").read_bytes()


def test_a_class_fits_its_golden(class_: Class) -> None:
    assert class_table(class_) == (GOLDEN / "class.csv").read_bytes()


def test_every_line_of_a_class_has_a_cell_for_every_requirement(class_: Class) -> None:
    head, *lines = read(class_table(class_))
    assert head[len(CLASS) :] == ["tcp-echo.starts", "tcp-echo.echoes", "tcp-echo.restarts"]
    assert {len(line) for line in lines} == {len(head)}
    assert lines[1][len(CLASS) :] == ["pass", "fail", ""]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1-1", "-cmd|' /C calc'!A0", "@SUM(A1)", " =1", "\t=1", "\rx", "\uff1d1+1", "-1-1"]
)
def test_a_cell_that_begins_like_a_formula_is_prefixed(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=b", "Ada", "-", "-5", "+49", "3.5", "a@example.org"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


@given(cells=st.lists(st.text(st.characters(categories=None, exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_what_is_written_is_read_back_but_for_the_prefix(cells: list[str]) -> None:
    (line,) = list(csv.reader(io.StringIO(written([cells]).decode("utf-8"), newline=""))) or [[]]
    assert [each.removeprefix("'") for each in line] == [each.removeprefix("'") for each in cells]
