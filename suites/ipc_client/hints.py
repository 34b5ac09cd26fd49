"""Likely causes of an IPC client's failures, each proved by a known-bad program on which it fires.

Owns the guesses that are about keys and objects, and their words; others are shared.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.ipc_client.requirements import GOT_AN_OBJECT
from suites.ipc_client.services import NO_HANDSHAKE
from suites.shared.calling_hints import NOT_PRINTED, PRINTS_ITS_OWN, REFUSAL, hint
from suites.shared.evidence import observed, printed, unanswered

HINTS: tuple[Hint, ...] = (
    hint(
        "no-key",
        "authenticates",
        observed(NO_HANDSHAKE),
        "The client is given no key. Pass it: Client((host, port), authkey=b'…').",
    ),
    hint(
        "key-as-text",
        "authenticates",
        printed("authkey should be a byte string"),
        "The key is text. Give Client bytes: authkey=b'…', or key.encode().",
    ),
    hint(
        "other-key",
        "authenticates",
        observed("answer to the server's challenge was wrong"),
        "The client has another key than the server. Take it from AUTHKEY in the environment.",
    ),
    hint(
        "not-one-by-one",
        "sends",
        observed("The server got b\"['"),
        "The texts are sent as one list. Each argument is a message of its own: call send() for each.",
    ),
    hint(
        "bytes-for-text",
        "sends",
        observed("The server got b\"b'"),
        "The texts are encoded, as for a socket. A connection takes objects: send the str as it is.",
    ),
    hint(
        "goes-on-without-proof",
        "refuses-impostor",
        observed(GOT_AN_OBJECT),
        "The server proved nothing, and the client went on. Leave the AuthenticationError of Client() uncaught, or end "
        "with a message.",
    ),
    NOT_PRINTED,
    PRINTS_ITS_OWN,
    *REFUSAL,
    hint(
        "no-time-limit",
        "gives-up",
        unanswered,
        "recv() waits for ever. Ask connection.poll(5) first, and give up where it is false.",
    ),
)
