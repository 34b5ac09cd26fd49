"""The values that an IPC server is asked to return: those that are known to be got wrong, and any others.

Owns what is drawn. Judges nothing.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from suites.shared.contents import COMMANDS

# values that look like the end to a loop that asks ``if not message``
FALSE: tuple[Any, ...] = (
    None,
    False,
    0,
    0.0,
    "",
    b"",
    [],
    (),
    {},
    set(),
    frozenset(),
    Decimal(0),
    datetime.timedelta(),
)
# of each type one that does not
TRUE: tuple[Any, ...] = (
    *(True, 1, 1.0, "x", b"x", [1], (1,), {1: 1}, {1}, frozenset({1}), Decimal(1), datetime.timedelta(1)),
)
_TWO_HOURS = datetime.timezone(datetime.timedelta(hours=2))
_NUMBERS = (
    *(True, 1, -1, 255, 256, 65_535, 2**31 - 1, -(2**31), 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**1_000),
    *(-0.0, 0.1, 1e300, 5e-324, float("inf"), float("-inf"), float("nan"), 2.0),
    *(Decimal("1.10"), Decimal("-1E+400"), Decimal("0.1234567890123456789012345678901234567890")),
    *(Decimal("NaN"), Decimal("Infinity")),
)
_TEXTS = (
    *(" ", "\n", "\0", "a\r\nb\n", "Grüße", "日本語", "\N{PARTY POPPER}", "'quoted'", '"', "None", "1", "x" * 70_000),
    *(b" ", b"\n", b"\0", bytes(range(256)), b"\x80\x04.", b"b''", b"hello", bytes(70_000)),
)
_CONTAINERS: tuple[Any, ...] = (
    *([None], [1, [2, [3, []]]], (1,), (1, (2, ())), ([], {}, ()), list(range(300))),
    *({"a": 1}, {1: "a", (2, 3): ["b"], None: {}}, {"a": {"b": {"c": (1, 2.0, "3", b"4")}}}),
    *({1, 2, 3}, {"a", None, (1, 2)}, frozenset({b"x", 1.5}), {frozenset({1})}, [True, 1, 1.0, "1", b"1"]),
    *(datetime.date(2012, 8, 15), datetime.time(20, 35, 8), datetime.datetime(2012, 8, 15, 20, 35, 8, 123_456)),
    *(datetime.datetime(2012, 8, 15, 20, 35, tzinfo=_TWO_HOURS), datetime.timedelta(days=-1, microseconds=1)),
    *(["GET", {"key": "value"}], ("add", (2, 3), {"x": 1})),
    # what JSON takes, and changes
    *({1: "a", 2.5: True}, {"a": (1, 2)}, [(1, 2), {"a": {0: None}}]),
)
WORDS = (*(word.decode() for word in COMMANDS), *COMMANDS)
FIRST = (*FALSE, *_NUMBERS, *_TEXTS, *_CONTAINERS, *WORDS)


def anything() -> Any:
    """A strategy of hypothesis for plain values, nested a few levels deep.

    Sizes are drawn first: left alone, it draws hardly anything but small ones.
    """
    from hypothesis import strategies as st

    sizes = st.sampled_from((0, 1, 2, 3, 7, 31, 255, 256))
    keys = st.one_of(
        st.none(),
        st.booleans(),
        st.sampled_from((1, 8, 31, 32, 63, 64, 100, 2_000)).flatmap(lambda bits: st.integers(-(1 << bits), 1 << bits)),
        st.floats(allow_nan=False),
        sizes.flatmap(lambda size: st.text(st.characters(codec="utf-8"), min_size=size, max_size=size)),
        sizes.flatmap(lambda size: st.binary(min_size=size, max_size=size)),
        st.dates(),
        st.datetimes(),
        st.decimals(allow_nan=False),
    )
    leaves = keys | st.just(float("nan"))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.lists(inner, max_size=4).map(tuple),
            st.dictionaries(keys, inner, max_size=4),
            st.sets(keys, max_size=4),
            st.frozensets(keys, max_size=4),
        ),
        max_leaves=8,
    )
