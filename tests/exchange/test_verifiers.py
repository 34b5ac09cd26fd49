"""Every verdict sentence, and that wrong, too few, too many and late are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.exchange import verify
from harness.exchange.datagram import Datagram
from harness.exchange.unmet import Unmet
from harness.exchange.words import duration
from harness.model import Evidence, Happening, Window

END, RESET, TIMEOUT, CLOSED = Happening.END, Happening.RESET, Happening.TIMEOUT, Happening.CLOSED
LARGE = bytes(range(256)) * 32768


def judged(expected: bytes, received: bytes, ending: Happening | None, **more: object) -> Evidence:
    with pytest.raises(Unmet) as caught:
        verify.same_stream(expected, received, sent="Something.", ending=ending, **more)  # type: ignore[arg-type]
    assert caught.value.evidence.sent == "Something."
    return caught.value.evidence


def test_what_was_due_passes() -> None:
    verify.same_stream(b"hello", bytearray(b"hello"), sent="", ending=None)
    verify.same_stream(b"hello", b"hello", sent="", ending=RESET)
    verify.same_stream(LARGE, LARGE, sent="", ending=END, wants_end=True)
    verify.same_stream(b"", b"", sent="", ending=END, wants_end=True)


def test_too_few_before_a_reset_is_the_sentence_of_the_manual() -> None:
    told = judged(LARGE, LARGE[:65536], RESET, at=0.0036, wants_end=True)
    assert told.expected == "8,388,608 bytes back, then end of stream."
    assert told.observed == "65,536 bytes back, all correct; then a reset at 3.6 ms."
    assert told.difference == "8,323,072 bytes missing, from offset 65,536 (0x10000)."
    assert told.window == Window(offset=65536, start=65528, expected=LARGE[65528:65560], actual=LARGE[65528:65536])
    assert not told.late


@pytest.mark.parametrize(
    ("ending", "at", "observed", "late"),
    [
        (None, None, "b'hel' back, all correct; and the connection stayed open.", True),
        (TIMEOUT, 5.0, "b'hel' back, all correct; then nothing more for 5 s.", True),
        (TIMEOUT, None, "b'hel' back, all correct; then nothing more.", True),
        (END, 0.0123, "b'hel' back, all correct; then end of stream at 12 ms.", False),
        (RESET, None, "b'hel' back, all correct; then a reset.", False),
        (CLOSED, None, "b'hel' back, all correct; then the test client closed its connection.", False),
    ],
)
def test_too_few_is_late_only_where_time_ran_out(
    ending: Happening | None, at: float | None, observed: str, late: bool
) -> None:
    told = judged(b"hello", b"hel", ending, at=at)
    assert told.expected == "b'hello' back."
    assert told.observed == observed
    assert told.difference == "2 bytes missing, from offset 3 (0x3)."
    assert told.late is late


def test_nothing_at_all_is_told_plainly() -> None:
    told = judged(b"hello", b"", TIMEOUT, at=0.2)
    assert told.observed == "Nothing back; then nothing more for 200 ms."
    assert told.difference == "5 bytes missing, from offset 0 (0x0)."
    assert told.late


def test_wrong_bytes_are_named_with_their_place() -> None:
    told = judged(b"say a word", b"say A word", TIMEOUT, at=5.0)
    assert told.observed == "b'say A word' back, the first 4 correct; then nothing more for 5 s."
    assert told.difference == "At offset 4 (0x4): 0x41 'A' where 0x61 'a' was due."
    assert not told.late


def test_wrong_from_the_first_byte_and_unprintable_bytes() -> None:
    told = judged(b"\xff\x00" * 100, b"\x00" * 150, END, at=1.5)
    assert (
        told.observed
        == "150 bytes back, wrong from the first byte, 50 bytes too few in all; then end of stream at 1.5 s."
    )
    assert told.difference == "At offset 0 (0x0): 0x00 where 0xff was due."


def test_wrong_and_too_many_says_both() -> None:
    assert "the first 1 correct, 1 byte too many in all" in judged(b"abc", b"aXbc", END).observed


def test_too_many_shows_the_extra_bytes_and_is_never_late() -> None:
    told = judged(b"hello", b"hello, you", None)
    assert told.observed == "b'hello, you' back, 5 bytes more than were due; and the connection stayed open."
    assert told.difference == "5 bytes too many: b', you', from offset 5 (0x5)."
    assert told.window == Window(offset=5, start=0, expected=b"hello", actual=b"hello, you")
    assert not told.late


def test_very_many_too_many_are_counted_not_quoted() -> None:
    assert judged(b"hello", b"hello" + LARGE, END).difference == "8,388,608 bytes too many, from offset 5 (0x5)."


def test_all_bytes_without_the_end_is_late_only_where_time_ran_out() -> None:
    told = judged(b"hello", b"hello", TIMEOUT, at=5.0, wants_end=True)
    assert told.observed == "b'hello' back, all correct; then nothing more for 5 s."
    assert told.difference == "No byte is missing; end of stream is."
    assert told.window is None
    assert told.late
    assert not judged(b"hello", b"hello", RESET, wants_end=True).late


def test_an_end_alone_may_be_due() -> None:
    told = judged(b"", b"", RESET, at=0.001, wants_end=True)
    assert told.expected == "Nothing back, then end of stream."
    assert told.observed == "Nothing back; then a reset at 1 ms."


def test_the_smallest_example_is_handed_on() -> None:
    assert judged(b"a", b"b", END, example="b'a'").example == "b'a'"


def test_silence_passes_however_it_ended() -> None:
    for ending in (None, END, RESET, TIMEOUT):
        verify.nothing_received(b"", sent="", ending=ending)


def test_anything_more_than_silence_is_shown() -> None:
    with pytest.raises(Unmet) as caught:
        verify.nothing_received(bytearray(b"bye"), sent="Nothing.", ending=END, at=0.0002)
    told = caught.value.evidence
    assert told.expected == "Nothing more."
    assert told.observed == "b'bye', then end of stream at 0.2 ms."
    assert told.difference == "3 bytes too many: b'bye'."
    assert told.window == Window(offset=0, start=0, expected=b"", actual=b"bye")
    assert not told.late


@pytest.mark.parametrize(
    ("ending", "observed", "late"),
    [
        (RESET, "A reset at 3.6 ms.", False),
        (None, "The connection stayed open.", True),
        (TIMEOUT, "Nothing more for 3.6 ms.", True),
    ],
)
def test_only_end_of_stream_is_a_polite_end(ending: Happening | None, observed: str, late: bool) -> None:
    verify.ended_politely(END, sent="")
    with pytest.raises(Unmet) as caught:
        verify.ended_politely(ending, sent="", at=0.0036)
    assert (caught.value.evidence.observed, caught.value.evidence.late) == (observed, late)
    assert caught.value.evidence.expected == "End of stream."


def replies(*contents: bytes) -> list[Datagram]:
    return [Datagram(content, ("127.0.0.1", 20000), 0.0) for content in contents]


def test_exactly_one_reply_is_handed_back() -> None:
    assert verify.one_reply(replies(b"now"), sent="").data == b"now"


@pytest.mark.parametrize(
    ("came", "refused", "waited", "observed", "difference", "late"),
    [
        ([], 0, 5.0, "No datagram within 5 s.", "One datagram missing.", True),
        ([], 0, None, "No datagram.", "One datagram missing.", True),
        ([], 1, 5.0, "No datagram; the port was unreachable.", "One datagram missing.", False),
        ([b"a", b""], 0, 5.0, "2 datagrams: b'a', nothing.", "1 datagram too many.", False),
        ([b"a"] * 9, 0, 5.0, "9 datagrams: b'a', b'a', b'a', ….", "8 datagrams too many.", False),
    ],
)
def test_no_reply_and_more_than_one_are_told_apart(
    came: list[bytes], refused: int, waited: float | None, observed: str, difference: str, late: bool
) -> None:
    with pytest.raises(Unmet) as caught:
        verify.one_reply(replies(*came), sent="", refused=refused, waited=waited)
    told = caught.value.evidence
    assert (told.observed, told.difference, told.late) == (observed, difference, late)


@settings(deadline=None, database=None)
@given(st.binary(), st.binary(), st.integers(0, 3), st.sampled_from([b"", b"x" * 65535, b"x" * 65536, b"x" * 70000]))
def test_the_first_difference_is_the_one_a_walk_finds(common: bytes, rest: bytes, cut: int, much: bytes) -> None:
    a, b = much + common + rest, much + common + rest[cut:]
    walked = next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    assert verify.first_difference(a, b) == (None if a == b else walked)
    assert verify.first_difference(b, bytearray(a)) == (None if a == b else walked)


@settings(deadline=None, database=None)
@given(st.integers(0, 8 * 65536 - 1))
def test_one_changed_byte_is_found_wherever_it_is(place: int) -> None:
    data = bytes(8 * 65536)
    changed = bytearray(data)
    changed[place] = 1
    assert verify.first_difference(data, changed) == place


@settings(deadline=None, database=None)
@given(st.binary(), st.binary(), st.integers(0, 100))
def test_a_window_holds_what_stands_at_its_place(expected: bytes, actual: bytes, offset: int) -> None:
    seen = verify.window(expected, actual, offset)
    assert 0 <= offset - seen.start <= 8
    assert expected[seen.start :].startswith(seen.expected)
    assert actual[seen.start :].startswith(seen.actual)
    assert max(len(seen.expected), len(seen.actual)) <= 32


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing"),
        (b"hello", "b'hello'"),
        (b"\x00\xff\r\n", "b'\\x00\\xff\\r\\n'"),
        (b"\xff" * 20, "20 bytes"),
        (b"a" * 57, "b'" + "a" * 57 + "'"),
        (b"a" * 58, "58 bytes"),
        (LARGE, "8,388,608 bytes"),
    ],
)
def test_short_messages_are_quoted_and_long_ones_counted(data: bytes, words: str) -> None:
    assert verify.bytes_in_words(data) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 ms"),
        (0.00021, "0.2 ms"),
        (0.0036, "3.6 ms"),
        (0.01, "10 ms"),
        (0.12, "120 ms"),
        (0.9996, "1 s"),
        (5.003, "5 s"),
        (12.4, "12 s"),
    ],
)
def test_times_are_rounded_to_what_can_be_read(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_an_ending_is_described() -> None:
    assert verify.describe(END, 0.0036) == "then end of stream at 3.6 ms"
    assert verify.describe(Happening.REFUSED, None) == "then a refused connection"
