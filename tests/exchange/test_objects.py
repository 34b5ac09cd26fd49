"""Plain values: when they are the same, and how a difference is told."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from harness.exchange.objects import difference, in_words, same

NAN = float("nan")


@pytest.mark.parametrize(
    ("due", "came"),
    [
        (NAN, float("nan")),
        ({NAN}, {float("nan")}),
        ({NAN: 1}, {float("nan"): 1}),
        ({1, 2, "a"}, {"a", 2, 1}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Decimal("NaN"), Decimal("NaN")),
        (Decimal("1.0"), Decimal("1.00")),
        ([{(1, frozenset({2}))}], [{(1, frozenset({2}))}]),
    ],
)
def test_the_same(due: Any, came: Any) -> None:
    assert same(due, came)


@pytest.mark.parametrize(
    ("due", "came"),
    [
        (True, 1),
        (1, 1.0),
        (0.0, -0.0),
        (None, False),
        ("1", b"1"),
        (b"1", bytearray(b"1")),
        ((1, 2), [1, 2]),
        ({1}, frozenset({1})),
        ({1}, {True}),
        ({1: 2}, {True: 2}),
        ({1: 2}, {1: 2.0}),
        ([[[(1,)]]], [[[[1]]]]),
        (Decimal(1), 1),
        (1 + 0j, complex(1, -0.0)),
        (datetime.date(2012, 8, 15), datetime.datetime(2012, 8, 15)),
        (datetime.datetime(2012, 8, 15), datetime.datetime(2012, 8, 15, tzinfo=datetime.UTC)),
        (datetime.timedelta(1), datetime.timedelta(2)),
    ],
)
def test_not_the_same(due: Any, came: Any) -> None:
    assert not same(due, came)
    assert not same(came, due)


def test_keys_that_are_nan_can_be_too_many() -> None:
    twice = {NAN: 1, float("nan"): 1}
    assert not same({NAN: 1}, twice)
    assert difference({NAN: 1}, twice) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (True, "True"),
        (3, "int 3"),
        (10**1_000, "int of 3,322 bits"),
        ("hello", "str 'hello'"),
        ("x" * 70_000, "str of 70,000 characters"),
        (bytes(16 << 20), "bytes of 16,777,216 bytes"),
        ((1,), "tuple (1,)"),
        (set(), "set without elements"),
        (list(range(300)), "list [0, 1, 2, 3, 4, 5, … 294 more]"),
        ({"a": [1, {"b": (2, [3])}]}, "dict {'a': [1, {'b': (…)}]}"),
        (datetime.date(2012, 8, 15), "datetime.date(2012, 8, 15)"),
        (Decimal("1.10"), "Decimal('1.10')"),
        ("\x1b[2J\u202e", r"str '\x1b[2J\u202e'"),
    ],
)
def test_values_are_told_with_their_type(value: Any, words: str) -> None:
    assert in_words(value) == words


def test_a_wide_and_deep_value_is_told_in_few_words() -> None:
    value: Any = {"leaf": 1}
    for _ in range(90):
        value = dict.fromkeys(range(50), value)
    assert len(in_words(value)) < 20_000


@pytest.mark.parametrize(
    ("due", "came", "words"),
    [
        ([1, {"a": (1, 2)}], [1, {"a": [1, 2]}], "At [1]['a']: list [1, 2] where tuple (1, 2) was due."),
        ({NAN: 1}, {float("nan"): True}, "At [nan]: True where int 1 was due."),
        (b"a" * 100, b"a" * 99 + b"b", "The first byte that differs is at offset 99."),
        (
            {"k": "a" * 100},
            {"k": "a" * 70},
            "At ['k']: The first character that differs is at offset 70. 70 characters where 100 were due.",
        ),
        ([1, 2], [1, 2, 3], ""),
        (1, "1", ""),
    ],
)
def test_a_difference_says_where(due: Any, came: Any, words: str) -> None:
    assert difference(due, came) == words
