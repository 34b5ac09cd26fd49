"""A search tries what must never be missed, stops when its time is up, and remembers what it found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from harness.exchange.unmet import Unmet
from harness.plugin import properties
from harness.plugin.properties import Falsify


def unmet() -> Unmet:
    return Unmet(sent="", expected="", observed="")


def test_a_slow_program_is_tried_with_all_that_must_not_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "SEARCH_SECONDS", -1.0)
    tried: list[int] = []
    Falsify("7", lambda: None, [])(st.integers(), tried.append, first=(1, 2, 3))
    assert tried == [1, 2, 3]


def test_a_failure_is_remembered_with_what_led_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "SHRINK_SECONDS", -1.0)
    found: list[Any] = []

    def check(example: int) -> None:
        if example == 3:
            raise unmet()

    with pytest.raises(Unmet):
        Falsify("7", lambda: None, found)(st.integers(), check, first=(1, 2, 3))
    assert found == [properties.Found(3, (1, 2))]


def test_a_confirming_attempt_goes_through_what_led_to_the_failure() -> None:
    seen: list[int] = []

    def check(example: int) -> None:
        seen.append(example)
        if seen[-3:] == [1, 2, 3]:
            raise unmet()

    with pytest.raises(Unmet):
        Falsify("7", lambda: None, [properties.Found(3, (1, 2))])(st.integers(), check)
    assert seen == [3, 1, 2, 3]


def test_a_program_that_does_not_start_again_ends_the_search_with_what_was_found() -> None:
    found: list[Any] = []
    starts = iter([True])

    def check(example: int) -> None:
        # as of a server that is not there: everything fails
        raise unmet()

    def renew() -> None:
        if not next(starts, False):
            raise unmet()

    with pytest.raises(Unmet):
        Falsify("7", renew, found)(st.just(5), check, first=(100,))
    assert found == [properties.Found(5, ())]
    found.clear()
    with pytest.raises(Unmet):
        Falsify("7", renew, found)(st.just(5), check, first=(100,))
    assert found == [properties.Found(100, ())]
