"""Pickles from a submission: plain values are read, whatever else is refused, and nothing of it runs."""

from __future__ import annotations

import contextlib
import datetime
import fractions
import os
import pickle
import random
import struct
import subprocess
import time
from collections import OrderedDict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange.objects import same
from harness.exchange.pickles import DEEPEST, MOST_VALUES, NotPlain, read_pickle

ZONE = datetime.timezone(datetime.timedelta(hours=2), "X")
PLAIN: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 255, 65_536, 2**31, -(2**31) - 1, 2**64, 10**1_000, 1.5, -0.0, float("nan"), 1 + 2j),
    *(float("inf"), "", "a\r\n", "ä€", "\N{PARTY POPPER}", b"", b"\0\xff", bytes(300), bytearray(), bytearray(b"x")),
    *([], [1, [2]], (), (1,), (1, 2, 3, 4), {}, {"a": {1: (2,)}}, set(), {1, "a"}, frozenset({b"x"})),
    *(
        datetime.date(2012, 8, 15),
        datetime.time(1, 2, 3, 4),
        datetime.time(1, tzinfo=ZONE),
        ZONE,
        datetime.UTC,
    ),
    *(datetime.datetime(2012, 8, 15, 20, 35, 8, 9), datetime.datetime(2012, 8, 15, tzinfo=ZONE)),
    *(datetime.timedelta(-1, 2, 3), Decimal("1.10"), Decimal("NaN"), Decimal("-Infinity"), ["shared"] * 3),
)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", PLAIN, ids=[f"{type(each).__name__}-{index}" for index, each in enumerate(PLAIN)])
def test_a_plain_value_is_read_in_every_protocol(value: Any, protocol: int) -> None:
    assert same(read_pickle(pickle.dumps(value, protocol)), value)


def test_what_follows_a_pickle_is_left() -> None:
    assert read_pickle(pickle.dumps(1) + b"rest") == 1


class Calls:
    def __init__(self, function: Any, *arguments: Any) -> None:
        self.parts = (function, arguments)

    def __reduce__(self) -> Any:
        return self.parts


class Carries:
    """An object with a state, as BUILD would give it to a stand-in."""

    def __reduce__(self) -> Any:
        return datetime.date, (2012, 8, 15), {"x": 1}


ran: list[str] = []


def run(what: str) -> None:
    ran.append(what)


MALICIOUS: dict[str, bytes] = {
    "system": pickle.dumps(Calls(os.system, "exit 1")),
    "eval": pickle.dumps(Calls(eval, "1")),
    "subprocess": pickle.dumps(Calls(subprocess.check_output, ["true"])),
    "our own function": b"c" + __name__.encode() + b"\nrun\n(S'x'\ntR.",
    "getattr": b"cbuiltins\ngetattr\n(cdatetime\ndate\nS'__class__'\ntR.",
    "a dotted name": b"\x80\x04\x8c\x08datetime\x8c\x0dsys.modules.x\x93.",
    "a class": pickle.dumps(fractions.Fraction(1, 2)),
    "an ordered dict": pickle.dumps(OrderedDict(a=1)),
    "a function": b"cdatetime\ndate\n.",
    "a function in a list": b"](cdatetime\ndate\ne.",
    "a state": pickle.dumps(Carries()),
    "the code of a stand-in": b"cdatetime\ndate\n(NN}S'__code__'\nNs\x86b.",
    "a new object": b"\x80\x02cdatetime\ndate\n)\x81.",
    "an instance": b"(idatetime\ndate\n.",
    "a persistent name": b"Px\n.",
    "an extension": b"\x80\x02\x82\x01.",
    "an encoding that unpacks": b"c_codecs\nencode\n(Vx\nVzlib\ntR.",
    "a gibibyte of zeros": b"cbuiltins\nbytearray\n(I1073741824\ntR.",
    "a gibibyte of bytes": b"cbuiltins\nbytes\n(I1073741824\ntR.",
    "a set of what counts on": b"cbuiltins\nset\n(cdatetime\ndate\ntR.",
    "too many arguments": b"cdecimal\nDecimal\n(VNaN\nNNtR.",
}


@pytest.mark.parametrize("name", MALICIOUS)
def test_what_is_not_plain_is_refused_and_nothing_runs(name: str) -> None:
    with pytest.raises(NotPlain) as refusal:
        read_pickle(MALICIOUS[name])
    assert str(refusal.value)
    assert ran == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (MALICIOUS["system"], "a pickle that names posix.system, which is no plain type"),
        (MALICIOUS["a state"], "a pickle of an object of a class (operation BUILD), which is no plain type"),
        (b"hello", "no pickle ("),
        (b"", "no pickle ("),
        (pickle.dumps([1, 2])[:-1], "no pickle ("),
        (b"K\x01a.", "a pickle that cannot be read ("),
        (b"c\x1b[2J\nx\n.", "a pickle that names \\x1b[2J.x,"),
    ],
)
def test_a_refusal_says_why(data: bytes, words: str) -> None:
    with pytest.raises(NotPlain) as refusal:
        read_pickle(data)
    assert str(refusal.value).startswith(words)


def laughs() -> bytes:
    value: list[Any] = ["ha"]
    for _ in range(30):
        value = [value] * 10
    return pickle.dumps(value)


def cycle() -> bytes:
    value: list[Any] = []
    value.append(value)
    return pickle.dumps(value)


COLLIDING = (2**61 - 1) * 2**8
BOMBS: dict[str, bytes] = {
    "billion laughs": laughs(),
    "a list in itself": cycle(),
    "nested lists": b"]" * 4_000 + b"a" * 3_999 + b".",
    "nested tuples": b")" + b"\x85" * 4_000 + b".",
    "nested tuples in a set": b"\x80\x04\x8f(" + b")" + b"\x85" * 4_000 + b"\x90.",
    "more operations": b"0".join(b"N" for _ in range(50_000)) + b".",
    "a place far away": b"Nr\xff\xff\xff\xffN.",
    "a place far away in text": b"Np99999999999\n.",
    "a claim of bytes": b"\x8e" + struct.pack("<Q", 1 << 62) + b"x.",
    "a claim of text": b"X\xff\xff\xff\x7fx.",
    "a claim of a frame": b"\x80\x04\x95" + struct.pack("<Q", 1 << 62) + b"N.",
    "a huge integer": b"\x8b" + struct.pack("<i", 1 << 20) + b"\x7f" * (1 << 20) + b".",
    "a long integer in text": b"L" + b"9" * 100_000 + b"L\n.",
    "a decimal of many digits": pickle.dumps(Calls(Decimal, "9" * 100_000)),
    "colliding integers": pickle.dumps({number * COLLIDING for number in range(MOST_VALUES - 100)}),
    "more values": pickle.dumps(list(range(MOST_VALUES + 1))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_no_time(name: str) -> None:
    began = time.process_time()
    with contextlib.suppress(NotPlain):
        value = read_pickle(BOMBS[name])
        same(value, value)
    # processor time, and far from the hours or the gigabytes that each would take
    assert time.process_time() - began < 20


def test_nesting_is_allowed_up_to_its_limit() -> None:
    value: list[Any] = []
    for _ in range(DEEPEST):
        value = [value]
    assert same(read_pickle(pickle.dumps(value)), value)
    with pytest.raises(NotPlain, match="nested more than"):
        read_pickle(pickle.dumps([value]))


def test_a_long_message_is_read() -> None:
    content = random.Random(1).randbytes(1 << 20)
    assert read_pickle(pickle.dumps(content)) == content


@given(st.binary(max_size=200) | st.lists(st.sampled_from(sorted(BOMBS.values())[:3])).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_plain_value_or_refused(data: bytes) -> None:
    with contextlib.suppress(NotPlain):
        read_pickle(data)
    assert ran == []


@given(st.integers(0, len(MALICIOUS["subprocess"]) - 1), st.integers(0, 255))
@settings(max_examples=300, deadline=None)
def test_a_changed_byte_runs_nothing_either(position: int, value: int) -> None:
    data = bytearray(pickle.dumps({"a": [1, (2, {3})], "b": Decimal("1.5"), "c": datetime.date(2012, 8, 15)}))
    data[position % len(data)] = value
    with contextlib.suppress(NotPlain):
        read_pickle(bytes(data))
