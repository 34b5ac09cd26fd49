"""``assignment.toml``: what it may say, and what each mistake in it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.assignment.file import Given, read_assignment
from harness.assignment.template import TEMPLATE
from harness.errors import UsageError
from harness.model import Assignment, Bounds, Level, Shown, Tier
from harness.requirement import load_suites

KNOWN = [suite.identifier(each) for suite in load_suites().values() for each in suite]
HEAD = 'title = "Sockets"\nprograms = ["tcp-echo", "udp-time"]\n'

Read = Callable[[str], Given]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(text: str) -> Given:
        path = tmp_path / "assignment.toml"
        path.write_text(text, encoding="utf-8")
        return read_assignment(path, KNOWN)

    return reading


def test_two_keys_are_enough(read: Read, tmp_path: Path) -> None:
    origin = str(tmp_path / "assignment.toml")
    asked = Assignment(title="Sockets", origin=origin, programs=("tcp-echo", "udp-time"))
    assert read(HEAD) == Given(assignment=asked)


def test_every_key_reaches_the_assignment(read: Read, tmp_path: Path) -> None:
    given = read(
        HEAD
        + """
        arguments = true
        packages = []
        isolation = "full"
        roster = "who.csv"
        [points]
        must = 3
        "tcp-echo.*" = 5
        [hidden]
        requirements = ["no-cross-talk"]
        show = "title"
        [limits]
        time = 90
        memory = 256
        processes = 40
        """
    )
    assert given.assignment == Assignment(
        title="Sockets",
        origin=str(tmp_path / "assignment.toml"),
        programs=("tcp-echo", "udp-time"),
        levels={Level.MUST: 3},
        points={"tcp-echo.*": 5},
        hidden=("no-cross-talk",),
        shown=Shown.TITLE,
        arguments=True,
        packages=(),
        bounds=Bounds(seconds=90, memory=256 << 20, processes=40),
        isolation=Tier.FULL,
    )
    assert given.roster == tmp_path / "who.csv"


def test_the_template_is_an_assignment(read: Read) -> None:
    given = read(TEMPLATE)
    assert given.assignment.worth("tcp-echo.large-message", Level.MUST) == 6
    assert given.assignment.hides("tcp-echo.no-cross-talk")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "x\n', ["not TOML", "line 1"]),
        ('programs = ["tcp-echo"]', ["title: it must be given"]),
        ('title = "x"\nprograms = []', ["line 2", "programs", "length >= 1"]),
        ('title = "x"\nprograms = "tcp-echo"', ["line 2", "programs", "expected array, got str"]),
        ('title = "x"\nprograms = ["tcp-ecko"]', ["line 2", "programs", "'tcp-ecko'", "Did you mean tcp-echo"]),
        (HEAD + "titel = 1", ["line 3", "titel", "no such key", "Did you mean title"]),
        (HEAD + "[limits]\ntime = 0", ["line 4", "limits.time", ">= 1"]),
        (HEAD + '[limits]\nmemory = "1 GiB"', ["line 4", "limits.memory", "int"]),
        (HEAD + "[limits]\n\nmem = 1", ["line 5", "limits.mem", "no such key"]),
        (HEAD + '[hidden]\nshow = "some"', ["line 4", "hidden.show", "some"]),
        (HEAD + '[hidden]\nrequirements = ["starts", "no-crosstalk"]', ["line 4", "no-crosstalk", "no-cross-talk"]),
        (HEAD + '[points]\n"line-echo.starts" = 1', ["line 4", "line-echo.starts", "no requirement of tcp-echo"]),
        (HEAD + "[points]\nmust = true", ["line 4", "points.must", "whole number"]),
        (HEAD + "[points]\nmust = -1", ["line 4", "points.must", "whole number"]),
        (HEAD + "[points]\ntcp-echo.starts = 4", ["line 4", "points.tcp-echo", "quotation marks"]),
        (HEAD + "points = 4", ["line 3", "points", "no table"]),
        (HEAD + 'packages = ["no-such-package-here"]', ["line 3", "packages", "not installed"]),
        (HEAD + 'isolation = "none"', ["line 3", "isolation", "none"]),
        (HEAD + "roster = 1", ["line 3", "roster", "expected str"]),
    ],
)
def test_a_mistake_is_named_with_its_line_and_its_key(read: Read, text: str, words: list[str]) -> None:
    with pytest.raises(UsageError) as refusal:
        read(text)
    told = f"{refusal.value.what} {refusal.value.cure}"
    assert [word for word in words if word not in told] == [], told


def test_a_file_that_is_not_there_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="wireproof init"):
        read_assignment(tmp_path / "assignment.toml", KNOWN)
