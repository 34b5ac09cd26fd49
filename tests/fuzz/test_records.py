"""Logs that were damaged, or written by somebody else, are reported or refused; floods of events stay small."""

from __future__ import annotations

import itertools
from typing import Any, TypeVar, get_type_hints

import msgspec
from fuzz.damage import damaged, outcome
from hypothesis import given, settings
from hypothesis import strategies as st
from log.test_log_roundtrip import HEADER, RESULT

from harness.errors import UsageError
from harness.exchange.transcript import EDGE, KEPT_FIRST, KEPT_LAST, Transcript
from harness.log.reader import parse_log
from harness.log.writer import encoded
from harness.model import (
    Attempt,
    Entry,
    Event,
    Evidence,
    Footer,
    Happening,
    Output,
    ProgramEntry,
    Result,
    Trouble,
    Verdict,
    Window,
)
from harness.report.html import render
from harness.report.results import Results, exit_status, results_of
from harness.report.terminal import all_lines

FAILED = Attempt(
    verdict=Verdict.FAIL,
    seconds=0.1,
    evidence=Evidence(
        sent="1 byte.",
        expected="1 byte back.",
        observed="Another.",
        window=Window(offset=0, start=0, expected=b"a", actual=b"b"),
    ),
    events=(Event(at=0.1, peer=1, kind=Happening.RECEIVED, offset=4, size=2, head=b"\xff\n"),),
    reason="seen",
)
RESULTS = (RESULT, msgspec.structs.replace(RESULT, verdict=Verdict.FAIL, attempts=(FAILED, FAILED)))
PROGRAM = ProgramEntry(program="tcp-echo", path="é\n.py", recognised_by="source")
WRITTEN: tuple[tuple[Entry, ...], ...] = (
    (HEADER, *RESULTS, Footer(seconds=1.0, results=2)),
    (HEADER, PROGRAM, *RESULTS, Trouble(what="the disk was slow")),
)
LOGS = [b"".join(encoded(each) for each in entries) for entries in WRITTEN]
TOKENS = [b"null", b"[]", b"{}", b'"', b"\\u0000", b"\n", b"-7", b"1e308", b'"error"', b'"blocked"', b"true"]


def told(content: bytes) -> None:
    """All that ``wireproof report`` does with a log."""
    log = parse_log(content.splitlines(keepends=True))
    render(log).encode("utf-8")
    results = results_of(log)
    assert msgspec.json.decode(msgspec.json.encode(results), type=Results) == results
    "\n".join(all_lines(log, "index.html")).encode("utf-8")
    exit_status(log)


@given(content=damaged(LOGS, tokens=TOKENS))
@settings(deadline=None)
def test_a_damaged_log_is_reported_or_refused(content: bytes) -> None:
    outcome(lambda: told(content), UsageError)


Struct = TypeVar("Struct", bound=msgspec.Struct)


def any_of(kind: type[Struct], **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Struct]:
    """Values of the right types in every field, ``parts`` in these."""
    hints = {name: hint for name, hint in get_type_hints(kind).items() if name in kind.__struct_fields__}
    return st.builds(kind, **{name: st.from_type(hint) for name, hint in hints.items()} | parts)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(values, max_size=2).map(tuple)


ANY_EVIDENCE = any_of(Evidence, window=st.none() | any_of(Window))
ANY_ATTEMPT = any_of(Attempt, evidence=st.none() | ANY_EVIDENCE, events=some(any_of(Event)), output=any_of(Output))


@given(result=any_of(Result, attempts=some(ANY_ATTEMPT)))
@settings(deadline=None, max_examples=40)
def test_a_result_of_the_right_types_is_reported_or_refused_whatever_it_says(result: Result) -> None:
    outcome(lambda: told(encoded(HEADER) + encoded(result)), UsageError)


EVENTS = st.tuples(
    st.sampled_from([Happening.SENT, Happening.RECEIVED, Happening.NOTE]),
    st.integers(0, 3),
    st.binary(max_size=4) | st.sampled_from([b"x" * EDGE, b"y" * (2 * EDGE + 1), b"z" * 70_000]),
    st.integers(0, 1 << 40),
    st.sampled_from(["", "said"]),
)


@given(events=st.lists(EVENTS, min_size=1, max_size=40), times=st.sampled_from([1, 50]))
@settings(deadline=None)
def test_a_transcript_stays_small_and_loses_no_beginning(
    events: list[tuple[Happening, int, bytes, int, str]], times: int
) -> None:
    clock = itertools.count()
    transcript = Transcript(lambda: float(next(clock)))
    for kind, peer, data, offset, note in events * times:
        transcript.add(kind, peer, data, offset=offset, note=note)
    kept = transcript.events()
    assert len(kept) <= KEPT_FIRST + KEPT_LAST + 1
    assert all(len(each.head) + len(each.tail) <= 2 * EDGE for each in kept)
    assert (kept[0].kind, kept[0].offset) == (events[0][0], events[0][3])
    assert [each.at for each in kept] == sorted(each.at for each in kept)
