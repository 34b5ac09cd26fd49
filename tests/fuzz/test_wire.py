"""Bytes that a program under test sends on a raw connection: read, or refused by the reader's one error."""

from __future__ import annotations

import datetime
import pickle
import socket
import ssl
from contextlib import suppress
from decimal import Decimal
from typing import Any, cast

import pytest
from fuzz.damage import damaged, outcome
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange.alerts import from_record
from harness.exchange.hello import VERSIONS, answer, client_hello
from harness.exchange.ipc import (
    CHALLENGE,
    WELCOME,
    IpcPeer,
    NoMessage,
    NotAuthenticated,
    authenticate,
    framed,
    let_in,
    messages,
    pickled,
)
from harness.exchange.objects import difference, in_words, same
from harness.exchange.old_server import ClientHello, goes_on, read_client_hello
from harness.exchange.pickles import NotPlain, read_pickle
from harness.exchange.stream import StreamPeer
from harness.exchange.tls import Tls, client_context, first_flight
from harness.exchange.unmet import Unmet
from harness.exchange.witness import Witness
from harness.model import Happening
from suites.udp_time.clock import FORM, moment

VALUES: tuple[Any, ...] = (
    {"a": [1, (2, {3})], "b": Decimal("1.5"), "c": datetime.date(2012, 8, 15)},
    [None, True, 2**70, -1.5, "ä€", b"\0\xff", bytearray(b"x"), frozenset({1}), 1 + 2j],
    datetime.datetime(2012, 8, 15, 20, 35, 8, 9, datetime.UTC),
)
PICKLES = [pickle.dumps(value, protocol) for value in VALUES for protocol in (0, 2, 4)]
FRAMES = [framed(each) for each in (pickled("hello"), CHALLENGE + b"{sha256}" + bytes(20), WELCOME, b"")]
# a handshake's beginning: ServerHello of TLS 1.0, an alert, ClientHellos of old and of new
RECORDS = [
    bytes.fromhex("160301002a02000026030149a0") + bytes(40),
    bytes.fromhex("15030100020246"),
    *(client_hello(version, bytes(32), "localhost") for version in VERSIONS.values()),
    first_flight(client_context(trust=None), "localhost"),
]
# strptime takes the second 61
TIMES = [FORM.encode(), b"Sat Feb 29 23:59:59 2020\n", b"Sat Dec 31 23:59:61 2016"]


@given(data=damaged(PICKLES))
@settings(deadline=None)
def test_a_damaged_pickle_is_a_plain_value_or_no_plain_one(data: bytes) -> None:
    value = outcome(lambda: read_pickle(data), NotPlain)
    assert same(value, value)
    for each in VALUES:
        if not same(each, value):
            difference(each, value)
    in_words(value).encode()


class Canned:
    """A stream on which all has arrived that ever will."""

    ending = Happening.END
    ended_at = 0.1
    over = True

    def __init__(self, data: bytes) -> None:
        self.received = bytearray(data)
        self.taken = 0

    def receive(self, size: int, *_: float | None) -> bytes:
        piece = bytes(self.received[self.taken : self.taken + size])
        self.taken += len(piece)
        return piece

    def send(self, data: bytes) -> None:
        assert data


def canned(data: bytes) -> StreamPeer:
    return cast("StreamPeer", Canned(data))


@given(data=damaged(FRAMES, tokens=FRAMES))
@settings(deadline=None)
def test_damaged_messages_are_objects_or_no_message(data: bytes) -> None:
    peer = IpcPeer(canned(data))
    for _ in range(4):
        assert peer.due in {True, False}
        outcome(peer.receive, NoMessage)
    assert sum(map(len, messages(data))) <= len(data)


@given(data=damaged(FRAMES, tokens=FRAMES))
@settings(deadline=None)
def test_a_damaged_handshake_authenticates_nobody_and_says_why(data: bytes) -> None:
    for step in (authenticate, let_in):
        peer = IpcPeer(canned(data))

        def shake() -> None:
            step(peer, b"a drawn key")  # noqa: B023  # called at once

        with pytest.raises(NotAuthenticated) as refusal:
            shake()
        assert refusal.value.observed


@given(data=damaged(RECORDS, tokens=RECORDS))
def test_damaged_records_are_an_answer_or_a_hello_or_none(data: bytes) -> None:
    assert outcome(lambda: answer(data)) is not None
    assert isinstance(outcome(lambda: read_client_hello(data)), ClientHello | None)
    outcome(lambda: goes_on(data))
    outcome(lambda: from_record(data))


@given(data=damaged(RECORDS, tokens=RECORDS), serves=st.booleans())
@settings(deadline=None)
def test_a_tls_session_ends_in_an_event_whatever_comes(data: bytes, serves: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if serves else client_context(trust=None)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        layer, buffer = Tls(ours, context, None if serves else "localhost", serves=serves), memoryview(bytearray(1024))
        layer.write(memoryview(b""))
        with suppress(OSError):
            while layer.read(buffer):
                pass
        assert layer.unread
        assert not layer.done
        layer.news()


@given(data=damaged(TIMES, tokens=[b"60", b"0000", b"\n", b"Dec"]))
def test_a_damaged_time_is_a_moment_or_unmet(data: bytes) -> None:
    outcome(lambda: moment(data, sent="An empty datagram."), Unmet)


class Sent:
    """A stream to a driver that is never there."""

    def __init__(self) -> None:
        self.received = bytearray()

    def send(self, data: bytes) -> None:
        assert data


@given(data=damaged([b"\n" + b"a" * 64 + b" 0 loaded 'x'\n", b"\nkey 1 port '4'\n"], tokens=[b"\n", b"\x85", b" "]))
def test_lines_that_nobody_signed_are_no_reports(data: bytes) -> None:
    stream = Sent()
    witness = Witness(cast("StreamPeer", stream))
    stream.received += data
    outcome(witness.look)
    assert witness.reports == []
