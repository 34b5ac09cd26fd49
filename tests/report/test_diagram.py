"""The picture of an exchange shows who did what, in order, and says what it leaves out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.model import Event, Happening, Result
from harness.report.diagram import MOST_PEERS, MOST_ROWS, WIDTH, diagram_of

EVENTS = st.lists(
    st.builds(
        Event,
        at=st.floats(0, 100),
        peer=st.integers(0, 300),
        kind=st.sampled_from(Happening),
        size=st.integers(0, 1 << 24),
        note=st.text(max_size=200),
    ),
    max_size=80,
)


def test_an_exchange_is_drawn_in_its_order_and_its_direction(large_message: Result) -> None:
    drawn = diagram_of(large_message.attempts[0].events)
    peer, program = drawn.lanes
    assert (peer.name, program.name) == ("peer 1", "program")
    labels = {mark.label: mark for mark in drawn.marks}
    assert list(labels) == [
        "started",
        "listening: port 20000",
        "connected",
        "sent 262,144 bytes",
        "received 65,536 bytes",
        "stalled",
        "reset received",
        "exited: status 0",
    ]
    sent, received = labels["sent 262,144 bytes"], labels["received 65,536 bytes"]
    assert (sent.start, sent.end, sent.bad) == (peer.x, program.x, False)
    assert (received.start, received.end) == (program.x, peer.x)
    assert labels["reset received"].bad
    assert labels["started"].start == labels["started"].end == program.x
    assert drawn.summary.startswith("8 events between 1 connection or socket of the harness and the program")


@given(EVENTS)
def test_everything_stays_inside_the_picture_and_nothing_is_lost_silently(events: list[Event]) -> None:
    drawn = diagram_of(events)
    assert len(drawn.marks) <= MOST_ROWS
    assert len(drawn.lanes) <= MOST_PEERS + 1
    assert len({lane.x for lane in drawn.lanes}) == len(drawn.lanes)
    assert all(0 < x < WIDTH for mark in drawn.marks for x in (mark.start, mark.end, mark.x))
    assert [mark.y for mark in drawn.marks] == sorted({mark.y for mark in drawn.marks})
    assert all(mark.y < drawn.height for mark in drawn.marks)
    left_out = [mark.label for mark in drawn.marks if mark.label.endswith("left out here")]
    assert left_out == ([f"{len(events) - MOST_ROWS + 1} events left out here"] if len(events) > MOST_ROWS else [])


def test_peers_beyond_the_last_lane_share_it() -> None:
    drawn = diagram_of([Event(at=0.0, peer=number, kind=Happening.CONNECTED) for number in range(1, 33)])
    assert [lane.name for lane in drawn.lanes] == ["peer 1", "peer 2", "peer 3", "peers 4 to 32", "program"]
    assert drawn.marks[-1].start == drawn.lanes[-2].x
