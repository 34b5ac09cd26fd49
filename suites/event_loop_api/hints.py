"""Likely causes of an event loop's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words. A hint looks at one attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.event_loop_api.loops import WENT_ROUND
from suites.event_loop_api.requirements import HUNG_UP
from suites.shared.evidence import Question, all_of, observed, of, printed, unanswered


def _always(attempt: Attempt) -> bool:  # noqa: ARG001  # a hint is a question about an attempt
    return True


def _in_part(attempt: Attempt) -> bool:
    return unanswered(attempt) and not of(attempt).observed.startswith("Nothing")


def _hint(name: str, requirement: str, fires: Question, cause: str) -> Hint:
    return Hint(name, frozenset({requirement}), fires, cause)


HINTS = (
    _hint(
        "no-function",
        "dispatches-receive",
        observed("defined no event_loop"),
        "event_loop is a function of the module itself. It takes the list of handlers and serves them for ever.",
    ),
    _hint(
        "no-loop",
        "dispatches-receive",
        observed("event_loop returned."),
        "event_loop came to its end: `while True:` is missing, or something leaves the loop by return or break.",
    ),
    _hint(
        "dispatches-outside",
        "dispatches-receive",
        all_of(unanswered, observed(WENT_ROUND)),
        "The handlers are called after the `while True:` loop, where nobody ever comes. Indent the two for loops, so "
        "that they belong to it.",
    ),
    _hint(
        "edge-triggered",
        "dispatches-receive",
        _in_part,
        "A handler that left something unread was not called again. Do not use EPOLLET: a handler is ready for as "
        "long as there is something to read.",
    ),
    _hint(
        "never-sends",
        "dispatches-send",
        unanswered,
        "In each round, make the list of the handlers whose wants_to_send() is true now, give it to select() as its "
        "second argument, and call handle_send() of those that it returns.",
    ),
    _hint(
        "calls-all",
        "leaves-others-alone",
        lambda attempt: of(attempt).sent != HUNG_UP,
        "Call only the handlers that select() has returned, handle_receive() of its first list, handle_send() of its "
        "second.",
    ),
    _hint(
        "hang-up-unasked",
        "leaves-others-alone",
        lambda attempt: of(attempt).sent == HUNG_UP,
        "poll() and epoll tell of a hang-up (POLLHUP) or an error (POLLERR) of every descriptor they are given, asked "
        "or not. Register only handlers that want something.",
    ),
    _hint(
        "stale-answers",
        "asks-each-round",
        unanswered,
        "Ask wants_to_receive() and wants_to_send() of all handlers at the top of each round, not only of new ones or "
        "of those that were called.",
    ),
    _hint(
        "recursion",
        "many-handlers",
        printed("RecursionError"),
        "event_loop calls itself for the next round, and Python allows about a thousand calls within each other. Use "
        "`while True:`.",
    ),
    _hint(
        "hang-up",
        "mixes-transports",
        observed("It was not called."),
        "poll() and epoll report the end of a pipe as POLLHUP, not as POLLIN. A handler that wants to receive must be "
        "called for both: its read() then returns b''.",
    ),
    _hint(
        "copied-list",
        "grows-and-shrinks",
        unanswered,
        "The list of handlers is looked at once, before the loop. Look at it in each round: handlers come and go.",
    ),
    _hint(
        "never-forgets",
        "grows-and-shrinks",
        observed("and it answered"),
        "The loop keeps handlers of its own that are no longer in the list. Go by the list alone in each round.",
    ),
    _hint(
        "polls",
        "blocks-when-idle",
        _always,
        "select() is called with a time limit of 0, or is given handlers that did not want to send: a socket nearly "
        "always has room. Give it no time limit, and only the handlers that want to.",
    ),
)
