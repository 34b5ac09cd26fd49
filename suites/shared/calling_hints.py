"""Likely causes that clients of several kinds share, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.launch.client import WAITED_FOR_INPUT
from harness.requirement import Hint
from suites.shared.calling import FIRST_PIECE, LINE_END_ADDED, OTHER_TEXT, OWN_TEXT
from suites.shared.evidence import Question, all_of, observed, printed, unanswered
from suites.shared.hints import TEXT_CAUSE, TEXT_FOR_BYTES
from suites.shared.printing import WROTE_NOTHING
from suites.shared.runs import NEVER_CONNECTED, SENT_NO_DATAGRAM, WAITS_FOR_MORE


def hint(name: str, requirements: str, fires: Question, cause: str) -> Hint:
    """A hint for requirements that are named in one string."""
    return Hint(name, frozenset(requirements.split()), fires, cause)


WAITS_FOR_INPUT = hint(
    "waits-for-input",
    "sends",
    observed(WAITED_FOR_INPUT),
    "The program waits for somebody at the keyboard. What to send, and where to, are its arguments: in Python, "
    "sys.argv instead of input().",
)
PORT_IS_TEXT = hint(
    "port-is-text",
    "sends",
    printed("'str' object cannot be interpreted as an integer", "an integer is required"),
    "Arguments are text, and a port is a number: int(sys.argv[2]).",
)
SENDS_STR = hint("text-for-bytes", "sends", TEXT_FOR_BYTES, TEXT_CAUSE)
SENDS = (
    WAITS_FOR_INPUT,
    PORT_IS_TEXT,
    SENDS_STR,
    hint(
        "calls-elsewhere",
        "sends",
        all_of(observed(NEVER_CONNECTED), printed("refused", "ECONNREFUSED")),
        "The client called another address than the one that it was given. Are host and port taken from the first two "
        "arguments?",
    ),
    hint(
        "not-connected",
        "sends",
        all_of(observed(NEVER_CONNECTED), printed("Broken pipe", "not connected", "ENOTCONN")),
        "The socket is used before it is connected. Call connect((host, port)) first.",
    ),
    hint(
        "line-end-added",
        "sends",
        observed(LINE_END_ADDED),
        "A line end goes with the text, as print(), println() and echo add one. Send the text alone.",
    ),
    hint(
        "another-text",
        "sends",
        observed(OTHER_TEXT),
        "The client sends words of its own. What to send is its third argument: in Python, sys.argv[3].",
    ),
)
END_NOT_NOTICED = hint(
    "end-not-noticed",
    "prints-reply",
    observed(WAITS_FOR_MORE),
    "At the end of the stream reading returns at once, again and again: b'' in Python, 0 bytes in C, -1 in Java. Leave "
    "the loop when it does.",
)
NOT_PRINTED = hint(
    "not-printed",
    "prints-reply",
    observed(WROTE_NOTHING),
    "Reading the reply shows nothing: print what recv() returns. If it is printed, it was still in a buffer when the "
    "program ended: flush it.",
)
PRINTS_ITS_OWN = hint(
    "prints-its-own",
    "prints-reply",
    observed(OWN_TEXT),
    "The client prints what it has sent. Read the reply from the socket, and print that.",
)
ONE_RECV = hint(
    "one-recv",
    "reassembles",
    observed(FIRST_PIECE),
    "One recv() or read(), or one data event, brings what has arrived so far. Go on until the end of the stream, which "
    "Python's recv() tells by b'', or until the reply is as long as it must be.",
)
REFUSAL = (
    hint(
        "no-end-of-trying",
        "fails-clearly",
        unanswered,
        "The client tries again and again. Give up after a few attempts, with a message and a status other than 0.",
    ),
    hint(
        "no-message",
        "fails-clearly",
        observed(WROTE_NOTHING),
        "Nothing is said of the error. Say it and end with a status other than 0: in Python, sys.exit(message) does "
        "both.",
    ),
    hint(
        "status-of-success",
        "fails-clearly",
        observed("exited with status 0"),
        "The program ends as if all were well. End it with a status other than 0: in Python, "
        "sys.exit(message) is status 1.",
    ),
)
NO_TIME_LIMIT = hint(
    "no-time-limit",
    "gives-up",
    unanswered,
    "Reading waits for ever where no limit is set: settimeout(5) in Python, SO_RCVTIMEO or poll() in C, "
    "setSoTimeout(5000) in Java, a timer in Node. Where there is one already, it is too long, or "
    "the client begins anew each time that it runs out.",
)

STREAM_HINTS = (
    *SENDS,
    END_NOT_NOTICED,
    PRINTS_ITS_OWN,
    NOT_PRINTED,
    ONE_RECV,
    *REFUSAL,
    NO_TIME_LIMIT,
)
DATAGRAM_HINTS = (
    WAITS_FOR_INPUT,
    PORT_IS_TEXT,
    SENDS_STR,
    hint(
        "wrong-transport",
        "sends",
        all_of(observed(SENT_NO_DATAGRAM), printed("refused", "ECONNREFUSED")),
        "The client connects by TCP. Datagrams are sent by a socket of kind SOCK_DGRAM.",
    ),
    NOT_PRINTED,
    NO_TIME_LIMIT,
)
