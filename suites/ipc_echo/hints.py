"""Likely causes of an IPC server's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words. A hint looks at one attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.exchange.objects import in_words
from harness.model import Attempt
from harness.requirement import Hint
from suites.ipc_echo.requirements import TRUE_CAME_BACK, WITHOUT_CHALLENGE
from suites.ipc_echo.strangers import ACCEPTED, ECHOED, REPEATED
from suites.ipc_echo.values import WORDS
from suites.shared.crowds import AFTER_THE_FIRST
from suites.shared.evidence import Question, all_of, ended, observed, of, printed
from suites.shared.hints import LIVING, STARTING

_WORDS = frozenset(map(in_words, WORDS))
# in a traceback: the exception came out of Listener.accept()
_OUT_OF_ACCEPT = all_of(ended, printed("in accept\n"))


def _closed(attempt: Attempt) -> bool:
    ways = ("end of stream", "a reset")
    return not attempt.exit and any(way in of(attempt).observed for way in ways)


def _left_with_status_0(attempt: Attempt) -> bool:
    return attempt.exit == "exited with status 0"


def _served_a_stranger(attempt: Attempt) -> bool:
    return of(attempt).observed in {ACCEPTED, ECHOED}


def _text(attempt: Attempt) -> bool:
    evidence = of(attempt)
    return evidence.observed.startswith("str ") and not evidence.expected.startswith("str ")


def _hint(name: str, requirements: str, fires: Question, cause: str) -> Hint:
    return Hint(name, frozenset(requirements.split()), fires, cause)


HINTS = (
    # a Listener has no other transport, and that a program waits for input is said where it is seen
    *(hint for hint in STARTING if hint.name == "ends-at-once"),
    *LIVING,
    _hint(
        "key-as-text",
        "starts",
        printed("authkey should be a byte string"),
        "The key is text. Give the Listener bytes: authkey=b'…', or key.encode().",
    ),
    _hint(
        "no-port",
        "starts",
        observed("listened on no TCP port"),
        "An address of host and port, such as ('', 25000), makes a TCP socket. A file name makes a UNIX socket, and so "
        "does a Listener without an address.",
    ),
    _hint(
        "no-challenge",
        "authenticates",
        observed(WITHOUT_CHALLENGE),
        "The Listener has no key, so everybody is served. Give it one: Listener(address, authkey=b'…').",
    ),
    _hint(
        "another-key",
        "authenticates",
        observed("It refused the client's answer"),
        "Your server has another key. It may take the one in AUTHKEY, or have its own in the source, or say it in a "
        'conformance.toml: authkey = "…".',
    ),
    _hint(
        "half-a-handshake",
        "authenticates",
        observed("the client's own challenge"),
        "The client challenges the server too. Call deliver_challenge() and then answer_challenge(), as Listener does.",
    ),
    _hint(
        "not-pickled",
        "echoes",
        observed(": no pickle ("),
        "The answer is sent as bare bytes. What comes by recv() goes back by send(), what comes by recv_bytes() by "
        "send_bytes().",
    ),
    _hint(
        "own-class",
        "echoes",
        observed("which is no plain type"),
        "The answer is an object of a class that its receiver may not have, or does not trust. Send what came.",
    ),
    _hint(
        "false-is-no-end",
        "round-trips",
        all_of(_closed, observed(TRUE_CAME_BACK)),
        "An object that is false or empty is taken for the end. The end is an EOFError: loop with while True.",
    ),
    _hint(
        "words-are-no-orders",
        "round-trips",
        lambda attempt: _closed(attempt) and of(attempt).example in _WORDS,
        "A word is taken for an order to close. An echo server returns every word; the client closes by leaving.",
    ),
    _hint(
        "sent-as-text",
        "round-trips",
        _text,
        "The text of the object is sent: str(), repr() or an f-string. Send the object itself: send() pickles it.",
    ),
    _hint(
        "one-answer",
        "keeps-messages",
        _closed,
        "recv() is called once for each client. Call it in a loop, until it raises EOFError.",
    ),
    _hint(
        "message-limit",
        "large-object",
        printed("bad message length"),
        "recv_bytes() is given a maximum length, and closes the connection where a message is longer.",
    ),
    _hint(
        "one-at-a-time",
        "concurrent-clients",
        observed(AFTER_THE_FIRST),
        "The server talks to one client until it leaves. Start a thread for each client that was accepted.",
    ),
    _hint(
        "handshake-in-accept",
        "stalled-handshake",
        observed(AFTER_THE_FIRST),
        "Listener.accept() shakes hands before it returns where the Listener has a key. Give it none, and call "
        "deliver_challenge() and answer_challenge() in the client's thread.",
    ),
    _hint(
        "accept-raises",
        "rejects-wrong-key rejects-no-key survives-garbage",
        _OUT_OF_ACCEPT,
        "accept() raises AuthenticationError, EOFError or OSError for a peer that does not know the key or leaves in "
        "the handshake. Catch them inside the loop, around accept() too.",
    ),
    _hint(
        "served-all-the-same",
        "rejects-wrong-key rejects-no-key",
        _served_a_stranger,
        "The answer to the challenge is not checked, or not as a whole, or its failure is caught and the peer is "
        "served all the same. Close its connection then.",
    ),
    _hint(
        "same-challenge",
        "rejects-no-key",
        observed(REPEATED),
        "The challenge is drawn once. Draw it anew for each connection, os.urandom(20): an answer that fits every "
        "challenge can be given again by whoever has heard it.",
    ),
    _hint(
        "accepts-once",
        "survives-disconnect",
        _left_with_status_0,
        "accept() is called once. Call it in a loop, once for each client.",
    ),
    _hint(
        "end-is-an-exception",
        "survives-disconnect",
        all_of(ended, printed("EOFError")),
        "recv() raises EOFError when the client has left. Catch it, close the connection and go on with the next.",
    ),
    _hint(
        "unpickling-raises",
        "survives-bad-pickle",
        all_of(ended, printed("UnpicklingError")),
        "recv() unpickles, and bytes that are no pickle raise UnpicklingError or nearly anything else. Catch Exception "
        "around the loop of one client.",
    ),
)
