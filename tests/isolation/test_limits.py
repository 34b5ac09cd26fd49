"""How many descriptors this process and a program may hold, on a machine that allows few."""

from __future__ import annotations

import resource

import pytest
from apart import apart

from harness.isolation.limits import Limits, allow_descriptors


def under(soft: int, hard: int, wanted: int) -> list[int]:
    """What is allowed under those limits, this process's soft limit afterwards, and what a program would get."""

    def work() -> list[int]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        allowed = allow_descriptors(wanted)
        program = Limits().resources()[resource.RLIMIT_NOFILE]
        return [allowed, resource.getrlimit(resource.RLIMIT_NOFILE)[0], program]

    result: list[int] = apart(work)
    return result


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "allowed", "afterwards"),
    [
        (256, 2000, 1100, 2000, 1100),  # raised as far as is wanted
        (256, 2000, 3064, 2000, 2000),  # and no further than is allowed
        (1500, 2000, 600, 2000, 1500),  # never lowered
    ],
)
def test_the_limit_of_this_process_is_raised_to_what_is_wanted(
    soft: int, hard: int, wanted: int, allowed: int, afterwards: int
) -> None:
    assert under(soft, hard, wanted) == [allowed, afterwards, hard]


def test_a_program_gets_its_usual_limit_where_the_machine_allows_more() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < Limits.descriptors:
        pytest.skip("this machine allows fewer")
    assert Limits().resources()[resource.RLIMIT_NOFILE] == Limits.descriptors
