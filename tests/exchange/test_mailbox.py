"""Datagrams that come to the harness, driven by the same loop as its own."""

from __future__ import annotations

import socket

import pytest

from harness.exchange.loop import Peers
from harness.exchange.mailbox import Mailbox
from harness.exchange.transcript import Transcript
from harness.model import Happening

LOOPBACK = ("127.0.0.1", 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_each_datagram_is_kept_with_its_sender_and_can_be_answered(peers: Peers, host: str) -> None:
    mailbox = Mailbox(peers, (host, 0))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as first, socket.socket(family, socket.SOCK_DGRAM) as second:
        for client, data in ((first, b""), (second, b"two")):
            client.settimeout(10)
            client.sendto(data, mailbox.address)
        assert peers.wait(lambda: len(mailbox.received) == 2)
        assert sorted(each.data for each in mailbox.received) == [b"", b"two"]
        for each in mailbox.received:
            mailbox.answer(each, each.data + b"!")
        assert (first.recv(10), second.recv(10)) == (b"!", b"two!")


def test_an_empty_datagram_is_an_event_of_its_own(peers: Peers, transcript: Transcript) -> None:
    mailbox = Mailbox(peers, LOOPBACK)
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        for data in (b"", b"", b"abc"):
            client.sendto(data, mailbox.address)
        assert peers.wait(lambda: len(mailbox.received) == 3)
    events = transcript.events()
    assert [(event.kind, event.size) for event in events] == [
        (Happening.RECEIVED, 0),
        (Happening.RECEIVED, 0),
        (Happening.RECEIVED, 3),
    ]
    assert events[0].note.startswith("0 bytes, 127.0.0.1 port ")


def test_an_answer_to_one_that_has_gone_is_nobody_s_error(peers: Peers) -> None:
    mailbox = Mailbox(peers, LOOPBACK)
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.sendto(b"?", mailbox.address)
    assert peers.wait(lambda: bool(mailbox.received))
    for _ in range(3):
        mailbox.answer(mailbox.received[0], b"!")
        peers.pump()


def test_one_that_sends_for_ever_does_not_hold_the_loop(peers: Peers) -> None:
    mailbox = Mailbox(peers, LOOPBACK)
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        for _ in range(200):
            client.sendto(b"", mailbox.address)
            client.sendto(b"", mailbox.address)
        # what the kernel kept of 400 takes more than one round: others are asked in between
        assert peers.pump()
        assert 0 < len(mailbox.received) <= 256


def test_an_address_that_is_taken_is_said_at_once_and_nothing_is_left_open(peers: Peers) -> None:
    taken = Mailbox(peers, LOOPBACK).address
    with pytest.raises(OSError, match="in use"):
        Mailbox(peers, taken)


def test_a_closed_mailbox_receives_no_more(peers: Peers) -> None:
    mailbox = Mailbox(peers, LOOPBACK)
    mailbox.close()
    mailbox.close()
    Mailbox(peers, mailbox.address)
