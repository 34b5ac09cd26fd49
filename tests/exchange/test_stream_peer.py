"""One connection: its bytes, and every way in which it ends."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable

import pytest

from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript
from harness.model import Event, Happening

Script = Callable[[socket.socket], None]
Address = tuple[str, int]
Serve = Callable[..., Address]

EIGHT_MIB = random.Random(8).randbytes(8 << 20)


def last(transcript: Transcript, kind: Happening) -> Event:
    return [event for event in transcript.events() if event.kind is kind][-1]


def kinds(transcript: Transcript) -> list[Happening]:
    return [event.kind for event in transcript.events()]


def test_bytes_go_out_and_come_back(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    peer = peers.connect(serve())
    peer.send(bytearray(b"hello"))
    assert peer.receive(5) == b"hello"
    assert (peer.sent, peer.unsent, peer.taken, peer.received) == (5, 0, 5, bytearray(b"hello"))
    assert kinds(transcript) == [Happening.CONNECTED, Happening.SENT, Happening.RECEIVED]
    assert last(transcript, Happening.RECEIVED).head == b"hello"


def test_what_is_received_is_handed_out_piece_by_piece(serve: Serve, peers: Peers) -> None:
    peer = peers.connect(serve())
    peer.send(b"abcdef")
    assert [peer.receive(1), peer.receive(2), peer.receive(0), peer.receive(3)] == [b"a", b"bc", b"", b"def"]


def test_offsets_go_on_from_message_to_message(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    peer = peers.connect(serve())
    for message in (b"one", b"three"):
        peer.send(message)
        peer.receive(len(message))
    assert [(event.offset, event.size) for event in transcript.events()[1:]] == [(0, 3), (0, 3), (3, 5), (3, 5)]


def test_eight_mebibytes_come_back_while_they_are_written(serve: Serve, peers: Peers) -> None:
    peer = peers.connect(serve())
    peer.send(EIGHT_MIB)
    peer.half_close()
    assert peer.receive_to_end(30) == EIGHT_MIB
    assert peer.ending is Happening.END


def test_a_half_close_goes_out_after_all_that_is_queued(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    got = bytearray()

    def script(link: socket.socket) -> None:
        while data := link.recv(65536):
            got.extend(data)
        link.sendall(b"done")

    peer = peers.connect(serve(script))
    peer.send(EIGHT_MIB)
    peer.half_close()
    assert peer.receive_to_end(30) == b"done"
    assert got == EIGHT_MIB
    assert last(transcript, Happening.HALF_CLOSED).offset == len(EIGHT_MIB)
    assert kinds(transcript)[-3:] == [Happening.HALF_CLOSED, Happening.RECEIVED, Happening.END]
    with pytest.raises(RuntimeError, match="cannot send"):
        peer.send(b"x")


def test_end_of_stream_is_an_event_and_what_came_before_is_kept(
    serve: Serve, peers: Peers, transcript: Transcript
) -> None:
    peer = peers.connect(serve(lambda link: link.sendall(b"bye")))
    assert peer.receive(10) == b"bye"
    assert peer.ending is Happening.END
    assert peer.ended_at is not None
    assert last(transcript, Happening.END).at <= peer.ended_at <= transcript.elapsed()
    assert last(transcript, Happening.END).offset == 3
    assert peer.receive(10) == b""


def test_a_peer_may_go_on_writing_after_the_other_side_ended(serve: Serve, peers: Peers) -> None:
    got = bytearray()

    def script(link: socket.socket) -> None:
        link.shutdown(socket.SHUT_WR)
        while data := link.recv(65536):
            got.extend(data)

    peer = peers.connect(serve(script))
    assert peer.receive_to_end() == b""
    peer.send(EIGHT_MIB)
    assert peer.flush(30)
    peer.half_close()
    assert peer.ending is Happening.END
    while len(got) < len(EIGHT_MIB):
        peers.pump()
    assert got == EIGHT_MIB


def test_a_reset_at_once_is_an_ending(serve: Serve, peers: Peers, reset_script: Script) -> None:
    peer = peers.connect(serve(reset_script))
    assert peer.receive_to_end() == b""
    assert peer.connected
    assert peer.ending is Happening.RESET


def test_a_reset_after_bytes_leaves_them_readable(
    serve: Serve, peers: Peers, transcript: Transcript, resetting: Script
) -> None:
    ready = threading.Event()

    def script(link: socket.socket) -> None:
        link.recv(1)
        link.sendall(b"partial")
        ready.wait(10)
        resetting(link)

    peer = peers.connect(serve(script))
    peer.send(b"x")
    assert peer.receive(7) == b"partial"
    ready.set()
    assert peer.receive(1) == b""
    assert peer.ending is Happening.RESET
    assert kinds(transcript)[-1] is Happening.RESET


def test_a_write_that_meets_a_reset_first_reads_what_had_arrived(
    serve: Serve, peers: Peers, transcript: Transcript, resetting: Script
) -> None:
    gone = threading.Event()

    def script(link: socket.socket) -> None:
        link.recv(1)
        link.sendall(b"partial")
        resetting(link)
        gone.set()

    peer = peers.connect(serve(script))
    peer.pause()
    peer.send(b"x")
    assert gone.wait(10)
    peer.send(b"y")
    assert peer.ending is Happening.RESET
    assert peer.receive(7) == b"partial"
    assert kinds(transcript)[-2:] == [Happening.RECEIVED, Happening.RESET]
    assert not peer.flush()
    assert peer.unsent == 1


def test_a_reset_after_the_end_is_noted_and_the_end_stays_the_ending(
    serve: Serve, peers: Peers, transcript: Transcript
) -> None:
    peer = peers.connect(serve(lambda _: None))
    assert peer.receive_to_end() == b""
    while Happening.RESET not in kinds(transcript):
        peer.send(b"x")
        peers.pump()
    assert peer.ending is Happening.END
    assert kinds(transcript).count(Happening.RESET) == 1


def test_a_half_close_of_a_broken_connection_is_a_reset(serve: Serve, peers: Peers, reset_script: Script) -> None:
    peer = peers.connect(serve(reset_script))
    peers.wait(lambda: peer.over)
    peer.half_close()
    assert peer.ending is Happening.RESET


def test_silence_is_recorded_and_no_end(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    gate = threading.Event()

    def script(link: socket.socket) -> None:
        link.sendall(b"ab")
        gate.wait(10)
        link.sendall(b"c")

    peer = peers.connect(serve(script))
    assert peer.receive(2) == b"ab"
    assert peer.receive(1, 0.2) == b""
    assert peer.ending is Happening.TIMEOUT
    assert not peer.over
    assert peer.ended_at is not None
    assert last(transcript, Happening.TIMEOUT).note == "waited 200 ms"
    gate.set()
    assert peer.receive(1) == b"c"
    assert peer.ending in (None, Happening.END)
    assert peer.receive_to_end() == b""
    assert peer.ending is Happening.END


def test_a_flush_that_cannot_end_says_so(silent: Address, peers: Peers, transcript: Transcript) -> None:
    peer = peers.connect(silent)
    peer.send(EIGHT_MIB * 2)
    assert not peer.flush(0.1)
    assert peer.sent + peer.unsent == 2 * len(EIGHT_MIB)
    assert "not yet taken" in last(transcript, Happening.TIMEOUT).note
    peer.reset()


def test_a_polite_close_reads_what_arrived_so_that_it_is_no_reset(
    serve: Serve, peers: Peers, transcript: Transcript
) -> None:
    ended: list[str] = []

    def script(link: socket.socket) -> None:
        link.sendall(b"banner")
        try:
            ended.append("end" if link.recv(1) == b"" else "bytes")
        except ConnectionResetError:
            ended.append("reset")

    peer = peers.connect(serve(script))
    peers.wait(lambda: bool(peer.received))
    peer.close()
    while not ended:
        peers.pump()
    assert ended == ["end"]
    assert peer.ending is Happening.CLOSED
    assert kinds(transcript)[-1] is Happening.CLOSED
    with pytest.raises(RuntimeError, match="cannot send"):
        peer.send(b"x")


def test_a_close_of_a_paused_peer_reads_what_is_there(serve: Serve, peers: Peers) -> None:
    sent, ended = threading.Event(), []

    def script(link: socket.socket) -> None:
        link.sendall(b"banner")
        sent.set()
        ended.append(link.recv(1))

    peer = peers.connect(serve(script))
    peer.pause()
    assert sent.wait(10)
    peer.close()
    while not ended:
        peers.pump()
    assert ended == [b""]
    assert peer.received == b"banner"


def test_our_own_reset_reaches_the_other_side(serve: Serve, peers: Peers, transcript: Transcript) -> None:
    seen: list[str] = []

    def script(link: socket.socket) -> None:
        try:
            link.recv(1)
        except ConnectionResetError:
            seen.append("reset")

    peer = peers.connect(serve(script))
    peer.reset()
    peer.reset()
    while not seen:
        peers.pump()
    assert peer.ending is Happening.CLOSED
    assert kinds(transcript) == [Happening.CONNECTED, Happening.RESET_SENT]
