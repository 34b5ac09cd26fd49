"""JUnit XML, as continuous integration reads it: a suite for each group, a case for each requirement.

Owns the format (the XSD of Jenkins' xunit plug-in, with properties in a case as pytest writes them). May not know
what a requirement is about.
"""

from __future__ import annotations

import datetime
import re
from xml.etree import ElementTree as ET

from harness.export.groups import Case, Document, Group, Sign

# what XML 1.0 does not admit, however it is written (section 2.2)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {Sign.FAILED: "failure", Sign.ERROR: "error", Sign.SKIPPED: "skipped"}


def junit(document: Document) -> bytes:
    """The file, in UTF-8."""
    suites = [_suite(group) for group in document.groups]
    root = ET.Element("testsuites", _attributes(name=document.title, **_sums(suites)))
    root.extend(suites)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _suite(group: Group) -> ET.Element:
    cases = [_case(each) for each in group.cases]
    if group.trouble:
        # a suite without it would read as one in which nothing failed
        cases.append(_told("error", "grading", "wireproof", group.trouble, "not judged"))
    suite = ET.Element(
        "testsuite",
        _attributes(
            name=group.name,
            tests=str(len(cases)),
            failures=str(group.count(Sign.FAILED)),
            errors=str(group.count(Sign.ERROR) + bool(group.trouble)),
            skipped=str(group.count(Sign.SKIPPED)),
            time=f"{group.seconds:.3f}",
            timestamp=_timestamp(group.started),
        ),
    )
    _properties(suite, points=group.points, max_points=group.max_points, complete=str(group.complete).lower())
    suite.extend(cases)
    return suite


def _case(case: Case) -> ET.Element:
    program, _, name = case.id.rpartition(".")
    made = ET.Element("testcase", _attributes(name=name, classname=program, time=f"{case.seconds:.3f}"))
    _properties(
        made,
        level=case.level.value,
        verdict=case.verdict.value,
        points=case.points,
        max_points=case.max_points,
        flaky=str(case.flaky).lower(),
    )
    if case.sign in _ELEMENTS:
        made.append(_why(_ELEMENTS[case.sign], case.message, case.verdict.value, case.title))
    return made


def _told(element: str, name: str, classname: str, message: str, kind: str) -> ET.Element:
    made = ET.Element("testcase", _attributes(name=name, classname=classname))
    made.append(_why(element, message, kind, ""))
    return made


def _why(element: str, message: str, kind: str, text: str) -> ET.Element:
    made = ET.Element(element, _attributes(type=kind, message=message))
    made.text = _admitted(text) or None
    return made


def _properties(parent: ET.Element, **values: str | int) -> None:
    properties = ET.SubElement(parent, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", _attributes(name=name, value=str(value)))


def _sums(suites: list[ET.Element]) -> dict[str, str]:
    return {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures", "errors")}


def _attributes(**values: str) -> dict[str, str]:
    return {name: _admitted(value) for name, value in values.items()}


def _admitted(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _timestamp(started: float) -> str:
    return datetime.datetime.fromtimestamp(started, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S")
