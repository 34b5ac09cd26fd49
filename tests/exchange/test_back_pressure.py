"""Writing until writes stall: nothing lost, nothing added, and other peers go on."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript
from harness.model import Event, Happening

Script = Callable[[socket.socket], None]
Address = tuple[str, int]
Serve = Callable[..., Address]

MUCH = random.Random(32).randbytes(32 << 20)


def stalls(transcript: Transcript) -> list[Event]:
    return [event for event in transcript.events() if event.kind is Happening.STALLED]


def test_writes_stall_under_back_pressure_and_every_byte_taken_comes_back(
    serve: Serve, peers: Peers, transcript: Transcript
) -> None:
    peer = peers.connect(serve(), receive_buffer=4096)
    out = peer.send_until_stalled(lambda offset, count: MUCH[offset : offset + count], 32 << 20, 0.2)
    assert 0 < out < 32 << 20
    assert (peer.sent, peer.unsent, len(peer.received)) == (out, 0, 0)
    assert [event.offset for event in stalls(transcript)] == [out]
    peer.half_close()
    assert peer.receive_to_end(30) == MUCH[:out]


def test_writing_ends_without_a_stall_when_all_is_out(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    def swallow(link: socket.socket) -> None:
        while link.recv(65536):
            pass

    peer = peers.connect(serve(swallow))
    assert peer.send_until_stalled(MUCH, 1_000_000) == 1_000_000
    assert peer.send_until_stalled(b"short", 1_000_000) == 5
    assert peer.sent == 1_000_005
    assert not stalls(transcript)


def test_what_was_queued_before_a_stall_is_not_forgotten(serve: Serve, peers: Peers) -> None:
    gate = threading.Event()

    def script(link: socket.socket) -> None:
        gate.wait(10)
        while data := link.recv(65536):
            link.sendall(data)

    peer = peers.connect(serve(script))
    peer.send(MUCH)
    assert peer.send_until_stalled(b"more", 4, 0.1) == 0
    assert peer.sent + peer.unsent == len(MUCH)
    gate.set()
    peer.half_close()
    assert peer.receive_to_end(30) == MUCH


def test_of_what_goes_out_in_small_segments_a_kernel_keeps_little(serve: Serve, peers: Peers) -> None:
    kept, full = [], threading.Event()

    def fill(link: socket.socket) -> None:
        link.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                kept.append(link.send(MUCH[: 64 << 10]))
        full.set()

    peer = peers.connect(serve(fill), receive_buffer=4096, segment=1460)
    assert full.wait(10)
    assert 0 < sum(kept) < 128 << 10
    peer.reset()


def test_writing_until_stalled_ends_with_a_reset(
    serve: Serve, peers: Peers, transcript: Transcript, resetting: Script
) -> None:
    def script(link: socket.socket) -> None:
        link.recv(65536)
        resetting(link)

    peer = peers.connect(serve(script))
    assert peer.send_until_stalled(MUCH, 32 << 20) < 32 << 20
    assert peer.ending is Happening.RESET
    assert not stalls(transcript)


def test_a_program_that_takes_a_little_all_the_time_is_left_in_the_end(
    silent: Address, peers: Peers, transcript: Transcript
) -> None:
    peer = peers.connect(silent)
    assert peer.send_until_stalled(MUCH, 32 << 20, quiet=60, limit=0.1) < 32 << 20
    assert stalls(transcript)
    peer.reset()


def test_a_paused_peer_stays_paused_through_a_stall_and_others_are_served(serve: Serve, peers: Peers) -> None:
    address = serve()
    stalled, other = peers.connect(address, receive_buffer=4096), peers.connect(address)
    stalled.pause()
    stalled.send_until_stalled(MUCH, 32 << 20, 0.1)
    other.send(b"me")
    assert other.receive(2) == b"me"
    assert not stalled.received
    stalled.reset()
