"""Likely causes of an event loop's failures, each proved by a known-bad program on which it fires.

Owns the guesses that a loop alone calls for; those that hold for any echo server are tcp-echo's. A hint looks at
one attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.event_loop.fairness import NOT_ITS_TURN
from suites.event_loop.requirements import WITH_ONE
from suites.shared.evidence import Question, observed, of, printed, unanswered
from suites.tcp_echo.hints import HINTS as OF_ANY_ECHO

_ALIKE = frozenset(
    {
        *("wrong-transport", "waits-for-input", "ends-at-once", "text-for-bytes", "decoded-strictly", "partial-send"),
        *("closes-too-early", "connection-error-not-caught", "one-thread-blocked", "no-reuse-address"),
        "waits-for-clients",
    }
)


def _hint(name: str, requirements: str, fires: Question, cause: str) -> Hint:
    return Hint(name, frozenset(requirements.split()), fires, cause)


HINTS = (
    *(hint for hint in OF_ANY_ECHO if hint.name in _ALIKE),
    _hint(
        "one-for-each-client",
        "one-thread",
        observed(WITH_ONE),
        "Each client has a thread or a process of its own. Wait for all sockets together, with selectors, select() or "
        "asyncio, and serve those that are ready.",
    ),
    _hint(
        "select-limit",
        "thousand-connections beyond-select",
        printed("filedescriptor out of range in select", "buffer overflow detected", "FD_SETSIZE"),
        "select() takes no descriptor above 1,023. Use selectors.DefaultSelector, poll() or epoll.",
    ),
    _hint(
        "first-come",
        "fair",
        lambda attempt: NOT_ITS_TURN in of(attempt).observed and not unanswered(attempt),
        "The loop goes on with the first socket that is ready, or reads one until it is empty. Give every socket that "
        "is ready one turn in each round, of one recv().",
    ),
    _hint(
        "never-waits",
        "idles",
        observed("of one processor"),
        "The wait returns at once: it is given a time limit of next to 0, or it waits for sockets to be writable that "
        "nothing is to be sent on. Wait without a limit, and for writing only while something is left to be sent.",
    ),
    _hint(
        "kept-after-its-end",
        "survives-reset",
        observed("of one processor"),
        "A socket that was reset stays ready for ever: the error is passed over, and the socket kept. Where recv() or "
        "send() fails, and not because it would wait, unregister the socket and close it.",
    ),
    _hint(
        "flag-not-seen",
        "stops",
        unanswered,
        "SIGTERM is handled, and the handler does not end the program: a flag is not looked at while the loop waits "
        "(since Python 3.5 select() goes on afterwards), and to close the listener ends nobody who is connected. Exit "
        "in the handler, in Python by SystemExit, or leave SIGTERM alone.",
    ),
)
