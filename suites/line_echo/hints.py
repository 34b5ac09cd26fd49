"""Likely causes of a line server's failures, each proved by a known-bad program on which it fires.

Owns the guesses that lines alone call for; those that hold for any echo server are tcp-echo's. A hint looks at one
attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.line_echo.requirements import AFTER_MORE, AFTER_THE_NEXT, NUMBERED
from suites.shared.apart import WHILE_ONE_WAITED
from suites.shared.echoing import LEFT_OUT
from suites.shared.evidence import Question, ended_early, observed, of
from suites.shared.hints import TEXT_CAUSE, TEXT_FOR_BYTES
from suites.shared.streams import AFTER_END
from suites.tcp_echo.hints import HINTS as OF_ANY_ECHO

_ALIKE = frozenset(
    {
        *("ends-at-once", "decoded-strictly", "decoded-as-text", "closes-too-early", "line-end-added"),
        *("connection-error-not-caught", "one-at-a-time", "limited-pool", "one-thread-blocked"),
        *("no-reuse-address", "non-daemon-threads"),
    }
)


def _differing(attempt: Attempt) -> tuple[bytes, bytes]:
    """What was due and what came from the first difference on, 24 bytes at most."""
    window = of(attempt).window
    if window is None:
        return b"", b""
    begin = window.offset - window.start
    return window.expected[begin:], window.actual[begin:]


def _at(attempt: Attempt) -> int:
    window = of(attempt).window
    return window.offset if window is not None else -1


def _line_end_lost(attempt: Attempt) -> bool:
    due, came = _differing(attempt)
    return due == b"\n" and not came


def _minus_one(attempt: Attempt) -> bool:
    # 0xFF in a signed byte is -1, which getc() and read() return at the end
    return ended_early(attempt) and not attempt.exit and of(attempt).example == r"b'\xff\n'"


def _stripped(attempt: Attempt) -> bool:
    window = of(attempt).window
    return window is not None and window.expected.strip() == window.actual.strip() == b"."


def _line_ends_changed(attempt: Attempt) -> bool:
    due, came = _differing(attempt)
    return {due[:1], came[:1]} == {b"\r", b"\n"}


def _split(attempt: Attempt) -> bool:
    due, came = _differing(attempt)
    return came.startswith(b"\n") and b"\n" not in due


def _cut(attempt: Attempt) -> bool:
    # within a long line, or in one that has no end
    return ended_early(attempt) and b"\n" not in _differing(attempt)[0]


def _stopped_at_an_empty_line(attempt: Attempt) -> bool:
    window = of(attempt).window
    return ended_early(attempt) and window is not None and window.expected.startswith(b"\n")


def _line_end_at_the_end(attempt: Attempt) -> bool:
    due, came = _differing(attempt)
    return not due and came in (b"\n", b"\r\n")


def _mixed(attempt: Attempt) -> bool:
    return WHILE_ONE_WAITED not in of(attempt).sent and bool(_differing(attempt)[1])


def _hint(name: str, requirements: str, fires: Question, cause: str) -> Hint:
    return Hint(name, frozenset(requirements.split()), fires, cause)


HINTS = (
    *(hint for hint in OF_ANY_ECHO if hint.name in _ALIKE),
    _hint("text-for-bytes", "echoes-line", TEXT_FOR_BYTES, TEXT_CAUSE),
    _hint(
        "waits-for-the-end",
        "echoes-line",
        observed(AFTER_END),
        "All lines are read before the first is answered, as readlines() and read() do, or the answers wait in a "
        "buffer until the end. Answer each line as it comes, as for line in self.rfile does, and flush() its answer.",
    ),
    _hint(
        "not-flushed",
        "echoes-line",
        observed(AFTER_MORE),
        "The answer waits in a buffer until that is full. Call flush() after each line, or write without a buffer "
        "(wfile with wbufsize = 0, its default).",
    ),
    _hint(
        "line-end-lost",
        "echoes-line",
        _line_end_lost,
        "The line came back without its end: strip(), splitlines(), chomp or the like took it away. It belongs to the "
        "line.",
    ),
    _hint(
        "byte-taken-for-the-end",
        "keeps-bytes",
        _minus_one,
        "The byte 0xFF is taken for the end of the stream: in a char of C or a byte of Java it is -1. Keep what getc() "
        "or read() returns in an int until it has been compared.",
    ),
    _hint(
        "white-space-stripped",
        "keeps-bytes",
        _stripped,
        "strip() or the like is called on the line. White space belongs to it.",
    ),
    _hint(
        "line-ends-changed",
        "keeps-line-ends",
        _line_ends_changed,
        "Line ends are converted, by text mode or by ending each line anew, as after a readLine() that takes its end "
        "away. Read and write bytes, or, in Python, open the file with newline=''.",
    ),
    _hint(
        "stops-at-an-empty-line",
        "empty-lines",
        _stopped_at_an_empty_line,
        "An empty line is taken for the end. readline() of Python returns b'' at the end of the stream, and b'\\n' for "
        "an empty line: ask for the line as it is, before its end is taken away.",
    ),
    _hint(
        "one-line",
        "many-lines",
        lambda attempt: ended_early(attempt) and _at(attempt) == NUMBERED,
        "The server answers one line and closes. Loop over the lines, as for line in self.rfile does.",
    ),
    _hint(
        "lines-left-out",
        "many-lines",
        observed(LEFT_OUT),
        "Of lines that came together, some are lost. One recv() may return many lines: answer all of them. A buffered "
        "reader has read ahead: make one for each connection, not one for each line. And before Python 3.13 a text "
        "file for reading and writing at once forgets at each write() what it has read ahead: open two, or use bytes.",
    ),
    _hint(
        "line-limit",
        "long-line",
        _cut,
        "A line may be longer than the reader or its buffer allows. asyncio's streams take limit=…, 64 KiB by default; "
        "or return what has come of the line, as read() gives it.",
    ),
    _hint(
        "long-lines-split",
        "long-line",
        _split,
        "readline(size) and recv() may return a part of a line. Add no line end to what has none.",
    ),
    _hint(
        "line-end-added-at-the-end",
        "last-line",
        _line_end_at_the_end,
        "The last line had no end and got one. Send back what came, and nothing else.",
    ),
    _hint(
        "unfinished-line-lost",
        "last-line",
        _cut,
        "What stands after the last LF is not sent when the client ends its side: it stays in a buffer, or the socket "
        "is closed before. Send it then, and close afterwards.",
    ),
    _hint(
        "waits-for-the-next",
        "prompt-lines",
        observed(AFTER_THE_NEXT),
        "Each line is answered when the next has come. Write, and flush(), its answer before you wait for another.",
    ),
    _hint(
        "shared-buffer",
        "no-cross-talk",
        _mixed,
        "The unfinished lines of all clients are kept in one place, a class variable or a global. Keep each client's "
        "own: in self, or in a local variable.",
    ),
)
