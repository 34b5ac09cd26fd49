"""Likely causes of a time server's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words. A hint looks at one attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.shared.evidence import Question, all_of, ended, observed, of, printed
from suites.shared.hints import DECODED_STRICTLY, STARTING, TEXT_CAUSE, TEXT_FOR_BYTES
from suites.udp_time.requirements import ANSWERS_OTHERS, NOT_LATER, OTHER_PLACE, UTC_TOLD


def _shown_as_literal(attempt: Attempt) -> bool:
    return "b\"b'" in of(attempt).observed


def _another_form(attempt: Attempt) -> bool:
    # of no bytes at all, no form can be told
    difference, none = of(attempt).difference, "0 characters instead of 24"
    return difference != f"{none}." and ("does not read as" in difference or "instead of 24" in difference)


def _hint(name: str, requirement: str, fires: Question, cause: str) -> Hint:
    return Hint(name, frozenset({requirement}), fires, cause)


HINTS = (
    *STARTING,
    _hint("text-for-bytes", "answers-empty", TEXT_FOR_BYTES, TEXT_CAUSE),
    _hint(
        "empty-taken-for-nothing",
        "answers-empty",
        observed(ANSWERS_OTHERS),
        "The answer hangs on `if data:` or the like. An empty datagram is a datagram, a length of 0 no end and no "
        "error: recvfrom() has returned, so somebody asked.",
    ),
    _hint(
        "bytes-as-text",
        "ctime-format",
        _shown_as_literal,
        "str() of bytes gives their literal, with b'…' around it. Use text.encode() once, and no str().",
    ),
    _hint(
        "another-format",
        "ctime-format",
        _another_form,
        "The time is written in another form. Use time.ctime(), C's ctime(), or a format that gives the same.",
    ),
    _hint(
        "utc",
        "current-time",
        observed(UTC_TOLD),
        "gmtime(), utcnow() and the like tell UTC. Tell local time, as ctime() and localtime() do.",
    ),
    _hint(
        "time-never-changes",
        "time-passes",
        observed(NOT_LATER),
        "The time is taken when the server starts, or kept for a while. Ask for the time anew for each answer.",
    ),
    _hint(
        "decoded-strictly",
        "answers-any",
        DECODED_STRICTLY,
        "The datagram is decoded, and bytes that are no valid text raise an error. What it says is not asked: leave it "
        "as it is.",
    ),
    _hint(
        "another-socket",
        "same-address",
        observed(OTHER_PLACE),
        "The answer is sent by another socket than the one that received. Use the same one for both.",
    ),
    _hint(
        "connection-refused-not-caught",
        "survives-gone-client",
        all_of(ended, printed("ConnectionRefused", "Connection refused", "ECONNREFUSED", "PortUnreachable")),
        "On a connected UDP socket, a client that has gone makes the next call fail (ConnectionRefusedError, "
        "ECONNREFUSED). Use sendto() on an unconnected socket, or handle the error and go on.",
    ),
)
