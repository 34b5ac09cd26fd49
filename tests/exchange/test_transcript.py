"""The transcript: merging, windows, bounds, times."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange.transcript import EDGE, KEPT_FIRST, KEPT_LAST, Transcript
from harness.model import Event, Happening

SENT, RECEIVED, NOTE = Happening.SENT, Happening.RECEIVED, Happening.NOTE

PIECES = st.lists(st.tuples(st.sampled_from([1, 2]), st.sampled_from([SENT, RECEIVED]), st.integers(0, 200)))


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_times_count_from_construction() -> None:
    clock = Clock()
    transcript = Transcript(clock)
    clock.now = 101.5
    transcript.add(Happening.CONNECTED, 1, note="here")
    assert transcript.elapsed() == 1.5
    assert transcript.events() == (Event(at=1.5, peer=1, kind=Happening.CONNECTED, note="here"),)


def test_neighbours_of_one_stream_become_one_event_at_the_time_of_the_first() -> None:
    clock = Clock()
    transcript = Transcript(clock)
    transcript.add(SENT, 1, b"ab")
    clock.now += 1
    transcript.add(SENT, 1, b"cd", offset=2)
    assert transcript.events() == (Event(at=0, peer=1, kind=SENT, size=4, head=b"abcd"),)


def test_other_peers_other_kinds_gaps_and_notes_keep_events_apart() -> None:
    transcript = Transcript()
    transcript.add(SENT, 1, b"a")
    transcript.add(SENT, 2, b"a")
    transcript.add(RECEIVED, 2, b"a")
    transcript.add(RECEIVED, 2, b"a", offset=5)
    transcript.add(RECEIVED, 2, b"a", offset=6, note="datagram 1")
    transcript.add(RECEIVED, 2, b"a", offset=7, note="datagram 2")
    transcript.add(RECEIVED, 2, b"a", offset=8)
    assert [event.size for event in transcript.events()] == [1] * 7


def test_events_that_carry_no_stream_are_never_merged() -> None:
    transcript = Transcript()
    transcript.add(Happening.TIMEOUT, 1)
    transcript.add(Happening.TIMEOUT, 1)
    assert len(transcript.events()) == 2


def test_all_bytes_are_in_the_head_up_to_twice_the_edge() -> None:
    transcript = Transcript()
    transcript.add(SENT, 1, memoryview(bytes(range(128))))
    assert transcript.events()[0].head == bytes(range(128))
    assert transcript.events()[0].tail == b""


def test_a_flood_keeps_its_beginning_and_its_end_and_says_what_is_left_out() -> None:
    clock = Clock()
    transcript = Transcript(clock)
    for number in range(1000):
        clock.now = 100.0 + number
        transcript.add(NOTE, 0, note=str(number))
    events = transcript.events()
    assert len(events) == KEPT_FIRST + 1 + KEPT_LAST
    assert [event.note for event in events[:KEPT_FIRST]] == [str(number) for number in range(KEPT_FIRST)]
    assert [event.note for event in events[-KEPT_LAST:]] == [str(number) for number in range(1000 - KEPT_LAST, 1000)]
    assert events[KEPT_FIRST].note == "600 events left out"
    assert events[KEPT_FIRST].at == KEPT_FIRST
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_a_single_event_left_out_is_singular() -> None:
    transcript = Transcript()
    for number in range(KEPT_FIRST + KEPT_LAST + 1):
        transcript.add(NOTE, 0, note=str(number))
    assert transcript.events()[KEPT_FIRST].note == "1 event left out"


def test_peers_are_numbered_from_one() -> None:
    transcript = Transcript()
    assert [transcript.next_peer(), transcript.next_peer()] == [1, 2]


@settings(deadline=None, database=None)
@given(PIECES)
def test_offsets_and_sizes_add_up_and_the_window_is_of_the_stream(pieces: list[tuple[int, Happening, int]]) -> None:
    transcript = Transcript()
    streams: dict[tuple[int, Happening], bytes] = {}
    for serial, (peer, kind, size) in enumerate(pieces):
        sofar = streams.get((peer, kind), b"")
        data = bytes((serial + place) % 256 for place in range(size))
        transcript.add(kind, peer, data, offset=len(sofar))
        streams[peer, kind] = sofar + data
    reached = dict.fromkeys(streams, 0)
    for event in transcript.events():
        whole = streams[event.peer, event.kind][event.offset : event.offset + event.size]
        assert event.offset == reached[event.peer, event.kind]
        assert len(whole) == event.size
        if event.size <= 2 * EDGE:
            assert (event.head, event.tail) == (whole, b"")
        else:
            assert (event.head, event.tail) == (whole[:EDGE], whole[-EDGE:])
        reached[event.peer, event.kind] += event.size
    assert reached == {stream: len(data) for stream, data in streams.items()}
