"""Likely causes of an echo server's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words. A hint looks at one attempt's record and at nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.model import Attempt, Happening
from harness.requirement import Hint
from suites.shared.apart import ANOTHERS, WHILE_ONE_WAITED
from suites.shared.crowds import AFTER_THE_FIRST, BACKLOG_FULL, GAVE_IT_UP
from suites.shared.echoing import LEFT_OUT
from suites.shared.evidence import Question, any_of, ended_early, observed, of, printed, unanswered
from suites.shared.hints import (
    CRASHED_ON_RESET,
    DECODED_CAUSE,
    DECODED_STRICTLY,
    LIVING,
    STARTING,
    TEXT_CAUSE,
    TEXT_FOR_BYTES,
    turned_away,
)
from suites.shared.lifecycle import LISTENED_NO_MORE
from suites.shared.streams import AFTER_END, AFTER_LINE_END, BEFORE_ECHO, ONE_ANSWER


def _sides(attempt: Attempt) -> tuple[bytes, bytes]:
    """What was due and what came from the beginning of the window on."""
    window = of(attempt).window
    return (window.expected, window.actual) if window is not None else (b"", b"")


def _decoded(attempt: Attempt) -> bool:
    due, came = (side.rstrip(b"\n") for side in _sides(attempt))
    # what has come so far: a wrong byte is not waited beyond
    return bool(came) and any(lossy != due and lossy.startswith(came) for lossy in _decoded_and_encoded(due))


def _decoded_and_encoded(data: bytes) -> Iterator[bytes]:
    """What becomes of bytes that are taken for text, by whatever means what is none is got rid of."""
    for codec in ("utf-8", "ascii"):
        for errors in ("replace", "ignore"):
            text = data.decode(codec, errors)
            yield from (text.encode(), text.encode("ascii", errors))


def _stripped(attempt: Attempt) -> bool:
    due, came = _sides(attempt)
    return came != due and came == due.strip() and due.strip(b"\r\n\t ") != due


def _line_ends(attempt: Attempt) -> bool:
    due, came = _sides(attempt)
    changed = {due.replace(b"\r\n", b"\n"), due.replace(b"\r", b"\n"), due.replace(b"\n", b"\r\n")} - {due}
    return came in changed


def _banner(attempt: Attempt) -> bool:
    return "at offset 0 " in of(attempt).example and BEFORE_ECHO in of(attempt).example


def _line_end_added(attempt: Attempt) -> bool:
    _, came = _sides(attempt)
    return not _banner(attempt) and came.startswith((b"\n", b"\r\n"))


def _loopback(attempt: Attempt) -> bool:
    notes = [event.note for event in attempt.events if event.kind is Happening.LISTENING]
    return any(" 127." in note or " ::1 " in note for note in notes)


def _nothing_missing(attempt: Attempt) -> bool:
    return unanswered(attempt) and of(attempt).difference.startswith("No byte is missing")


def _without_error(attempt: Attempt) -> bool:
    return ended_early(attempt) and not attempt.exit and not printed("Traceback", "Error")(attempt)


def _one_client_alone(attempt: Attempt) -> bool:
    served = {event.peer for event in attempt.events if event.kind is Happening.RECEIVED}
    return unanswered(attempt) and len(served) == 1


def _while_one_waited(attempt: Attempt) -> bool:
    return WHILE_ONE_WAITED in of(attempt).sent


def _hint(name: str, requirements: str, fires: Question, cause: str) -> Hint:
    return Hint(name, frozenset(requirements.split()), fires, cause)


HINTS = (
    *STARTING,
    *LIVING,
    _hint(
        "waits-for-clients",
        "stops interrupts",
        observed(LISTENED_NO_MORE),
        "It has begun to end, and something holds it up: most likely it waits until its clients leave, which they need "
        "not do. Close their connections. In Python from 3.12 on, asyncio's Server.wait_closed() waits for them, and "
        "so do serve_forever() and async with server: wait for asyncio.get_running_loop().create_future() instead.",
    ),
    _hint("text-for-bytes", "echoes", TEXT_FOR_BYTES, TEXT_CAUSE),
    _hint(
        "waits-for-a-line",
        "echoes",
        observed(AFTER_LINE_END),
        "The server reads whole lines, as readline() or a loop over a file does. A TCP echo server answers whatever "
        "has arrived.",
    ),
    _hint(
        "waits-for-the-end",
        "echoes",
        observed(AFTER_END),
        "The server reads until the end of the stream, or until a buffer is full, before it answers; or the answer "
        "waits in a buffer until then. Answer what each recv() brings (in Perl sysread(), not read()), and flush what "
        "is buffered.",
    ),
    _hint("decoded-strictly", "keeps-bytes", DECODED_STRICTLY, DECODED_CAUSE),
    _hint(
        "white-space-stripped",
        "keeps-bytes",
        _stripped,
        "strip() or the like is called on the message. White space belongs to it.",
    ),
    _hint(
        "line-ends-changed", "keeps-bytes", _line_ends, "Line ends are converted. Do not open the socket in text mode."
    ),
    _hint(
        "decoded-as-text",
        "keeps-bytes",
        _decoded,
        "The message is decoded and encoded again, and what is no valid UTF-8 is lost. Send the bytes on as they are.",
    ),
    _hint(
        "one-recv",
        "large-message persists",
        observed(ONE_ANSWER),
        "One recv() returns what has arrived so far, not the whole message. Call it in a loop until it returns b''.",
    ),
    _hint(
        "partial-send",
        "small-window",
        # a single byte is what an off-by-one loses
        observed(f"bytes were {LEFT_OUT}"),
        "send() may take only a part of the data, and returns how much. Send the rest too, in a loop, as sendall() "
        "does, or keep it for later.",
    ),
    _hint(
        "closes-too-early",
        "half-close",
        _without_error,
        "The connection is closed with data still to be sent or to be read. Close it when all has been returned.",
    ),
    _hint(
        "never-closes",
        "half-close",
        _nothing_missing,
        "A read tells by b'', 0, -1 or an event that the client has ended its side. Leave the loop then, and close the "
        "socket, in each process that holds it.",
    ),
    _hint("banner", "says-nothing-more", _banner, "The server sends a greeting or a prompt. Send only what came."),
    _hint(
        "line-end-added",
        "says-nothing-more",
        _line_end_added,
        "A line end is added to each answer, as print() and println() do. Send the bytes as they came.",
    ),
    _hint(
        "connection-error-not-caught",
        "survives-reset",
        CRASHED_ON_RESET,
        "To read from or to write to a client that has vanished is an error: an exception such as ConnectionError, an "
        "error code or an event, and in C and Perl the signal SIGPIPE unless that is ignored (SIG_IGN). Handle it "
        "where that client is served, close its socket and go on.",
    ),
    _hint(
        "accepts-once",
        "serves-next",
        _one_client_alone,
        "accept() is called once. Call it in a loop, once for each client.",
    ),
    _hint(
        "one-at-a-time",
        "concurrent-clients",
        observed(AFTER_THE_FIRST),
        "The server talks to one client until it leaves. Use a thread for each (ThreadingTCPServer) or an event loop.",
    ),
    _hint(
        "answers-everybody",
        "concurrent-clients",
        observed(ANOTHERS),
        "What one client sends goes to all of them. Send it to that client alone.",
    ),
    _hint(
        "one-buffer",
        "no-cross-talk",
        _while_one_waited,
        "All clients share one buffer: what waits in it to be sent is overwritten by what the next client sends. Give "
        "each client a buffer of its own.",
    ),
    _hint(
        "limited-pool",
        "many-clients hundred-clients",
        turned_away,
        "Some clients are answered and the next are not: the number of threads or processes is limited, and each "
        "serves one client until it leaves. Raise the limit, or use an event loop.",
    ),
    _hint(
        "one-thread-blocked",
        "stalled-reader",
        any_of(unanswered, observed(GAVE_IT_UP)),
        "While a send waits for the client that does not read, nobody is served: one thread serves all clients, or "
        "they share a lock. Use non-blocking sockets and send to those that are ready, or lock nothing meanwhile.",
    ),
    _hint(
        "small-backlog",
        "connection-burst",
        observed(BACKLOG_FULL),
        "The backlog is small: listen(5), or socketserver's request_queue_size of 5. Raise it to 128.",
    ),
    _hint(
        "bound-to-loopback",
        "listens-beyond-loopback",
        _loopback,
        "The server is bound to 127.0.0.1. Bind it to every address, 0.0.0.0 or '', to be reached from elsewhere.",
    ),
)
