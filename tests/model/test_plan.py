"""What an assignment means for one requirement."""

from __future__ import annotations

import pytest

from harness.model import Assignment, Level, matches

ASSIGNMENT = Assignment(
    levels={Level.MUST: 2},
    points={"large-message": 6, "tcp-echo.*": 3, "udp-time.starts": 0},
    hidden=("no-cross-talk", "tls-*.rejects-*"),
)


@pytest.mark.parametrize(
    ("identifier", "level", "points"),
    [
        ("line-echo.large-message", Level.MUST, 6),
        ("tcp-echo.large-message", Level.MUST, 3),  # the later line counts
        ("udp-time.starts", Level.MUST, 0),
        ("udp-time.answers-empty", Level.MUST, 2),
        ("udp-time.interrupts", Level.SHOULD, 1),
    ],
)
def test_points_are_those_of_the_last_pattern_that_matches_else_of_the_level(
    identifier: str, level: Level, points: int
) -> None:
    assert ASSIGNMENT.worth(identifier, level) == points


def test_a_requirement_is_hidden_by_its_name_or_by_its_identifier() -> None:
    assert ASSIGNMENT.hides("event-loop.no-cross-talk")
    assert ASSIGNMENT.hides("tls-client.rejects-expired")
    assert not ASSIGNMENT.hides("mtls-echo.rejects-expired")


def test_without_an_assignment_nothing_is_hidden_and_points_are_by_level() -> None:
    assert not Assignment().hides("tcp-echo.starts")
    assert [Assignment().worth("tcp-echo.x", level) for level in Level] == [4, 1, 0]


def test_a_pattern_fits_whole_names_only() -> None:
    assert matches("tcp-echo.starts", ("starts",))
    assert not matches("tcp-echo.starts", ("start", "tcp-echo", ""))
