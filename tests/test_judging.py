"""The hash by which a class knows that nobody judges otherwise than before."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.classroom.grade import Grade
from harness.classroom.keys import Keys
from harness.classroom.model import Status
from harness.judging import digest_of, sources_of
from harness.requirement import MUST, Suite, load_suites, requirement


@requirement("starts", MUST)
def starts() -> None:
    """Start.

    Why: w

    Source: s
    """


def suite(module: str, *driver: str) -> Suite:
    return Suite(program="planted", requirements=(starts,), dialect=None, module=module, driver=driver)  # type: ignore[arg-type]


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a suite and a driver in a folder of its own; the name is nobody else's."""
    package = tmp_path / "planted_suite"
    for name in ("suite.py", "drivers/__init__.py", "drivers/drive.py", "known_bad/mute.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return package


def test_who_judges_is_hashed_and_who_only_tells_of_it_is_not() -> None:
    suites = load_suites()
    sources = set(sources_of([suites["ssl-mixin"]]))
    assert sources > {
        *("harness/exchange/stream.py", "harness/verdict/attempts.py", "harness/plugin/grading.ini"),
        *("harness/launch/server.py", "harness/isolation/full.py", "harness/crew.py", "harness/patience.py"),
        *("suites.ssl_mixin/requirements.py", "suites.ssl_mixin/driver.py", "suites.shared/driving.py"),
        "reference/ssl_mixin.py",
    }
    tellers = ("harness/report/", "harness/export/", "harness/classroom/", "harness/cli/", "suites.tcp_echo/")
    assert not [each for each in sources if each.startswith(tellers) or "known_" in each or "pycache" in each]
    one, other = digest_of([suites["tcp-echo"]]), digest_of([suites["udp-time"]])
    assert one == digest_of([suites["tcp-echo"]])
    assert len({one, other, digest_of([suites["tcp-echo"], suites["udp-time"]])}) == 3


@pytest.mark.parametrize(
    ("changed", "again"), [("suite.py", True), ("drivers/drive.py", True), ("known_bad/mute.py", False)]
)
def test_a_grade_is_due_again_when_what_judged_it_has_changed(planted: Path, changed: str, again: bool) -> None:
    grade = Grade(status=Status.GRADED, programs=("planted",))

    def key() -> str:
        return Keys({"planted": suite("planted_suite.suite", "planted_suite.drivers.drive")}, "").of("content", grade)

    before = key()
    (planted / changed).write_text("mended = True")
    assert (key() != before) is again


def test_a_suite_that_is_no_package_does_not_bring_its_neighbours(planted: Path) -> None:
    (planted.parent / "alone_suite.py").write_text("")
    (planted.parent / "neighbour.py").write_text("")
    sources = sources_of([suite("alone_suite")])
    assert sources["alone_suite"].name == "alone_suite.py"
    assert "neighbour.py" not in {path.name for path in sources.values()}
