"""JUnit XML is held against the XSD of Jenkins' xunit plug-in (junit-10), written down here as a table."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from harness.classroom.model import Class
from harness.export.groups import Case, Document, Group, document_of, document_of_class
from harness.export.junit import junit
from harness.log.reader import Log
from harness.model import Level, Verdict

GOLDEN = Path(__file__).parent / "golden"

# element: (attributes that must be there, attributes that may, elements that may be inside)
SCHEMA: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    # the XSD knows no properties in a case; pytest and most others write them
    "testcase": ({"name"}, {"time", "classname", "group"}, {"properties", "skipped", "error", "failure"}),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
}


def hold(element: ET.Element) -> None:
    must, may, inside = SCHEMA[element.tag]
    assert must <= set(element.attrib) <= must | may, element.tag
    for child in element:
        assert child.tag in inside, f"{child.tag} in {element.tag}"
        hold(child)


def read(content: bytes) -> ET.Element:
    root = ET.fromstring(content)
    assert root.tag == "testsuites"
    hold(root)
    return root


def test_a_grading_fits_the_schema_and_the_golden(log: Log) -> None:
    content = junit(document_of(log))
    read(content)
    assert content == (GOLDEN / "grading.junit.xml").read_bytes()


def test_each_suite_counts_what_its_cases_say(log: Log, class_: Class) -> None:
    for content in (junit(document_of(log)), junit(document_of_class(class_, "0.1.0"))):
        root = read(content)
        for suite in root:
            cases = suite.findall("testcase")
            assert suite.get("tests") == str(len(cases))
            for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                assert suite.get(count) == str(sum(case.find(tag) is not None for case in cases))
        assert root.get("tests") == str(len(root.findall(".//testcase")))


def test_a_student_who_could_not_be_graded_is_an_error(class_: Class) -> None:
    suites = read(junit(document_of_class(class_, "0.1.0"))).findall("testsuite")
    assert [suite.get("errors") for suite in suites] == ["0", "0", "1", "1"]


def test_a_run_that_was_cut_short_is_an_error(log: Log) -> None:
    cut = msgspec.structs.replace(log, footer=None, troubles=())
    error = read(junit(document_of(cut))).find("testsuite/testcase/error[@type='not judged']")
    assert error is not None
    assert "ends before the run did" in error.attrib["message"]


@given(text=st.text(st.characters(categories=None, exclude_categories=None), max_size=30))
def test_any_text_makes_a_document_that_parses(text: str) -> None:
    case = Case(
        id=f"p.{text}", title=text, level=Level.MUST, verdict=Verdict.FAIL, points=0, max_points=4, message=text
    )
    group = Group(name=text, points=0, max_points=4, complete=True, started=0.0, seconds=0.0, cases=(case,))
    read(junit(Document(title=text, wireproof="0", groups=(group,))))
