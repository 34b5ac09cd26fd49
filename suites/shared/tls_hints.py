"""Likely causes of a TLS server's failures, each proved by a known-bad program on which it fires.

Owns the guesses that ``tls-echo`` and ``mtls-echo`` share, and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.crowds import AFTER_THE_FIRST
from suites.shared.evidence import Question, all_of, ended, observed, printed
from suites.shared.handshakes import AFTER_THE_SILENT, BARE_FIN
from suites.shared.hints import (
    DECODED_CAUSE,
    DECODED_STRICTLY,
    LIVING,
    STARTING,
    TEXT_CAUSE,
    TEXT_FOR_BYTES,
    turned_away,
)
from suites.shared.old_protocols import SERVER_HELLO
from suites.shared.streams import ONE_ANSWER
from suites.shared.tls import NO_TLS, REFUSED

_GENERAL = {"waits-for-input", "no-reuse-address"}


def hint(name: str, requirements: str, fires: Question, cause: str) -> Hint:
    """A hint on requirements that are written as one string."""
    return Hint(name, frozenset(requirements.split()), fires, cause)


TLS_HINTS = (
    *(each for each in (*STARTING, *LIVING) if each.name in _GENERAL),
    hint(
        "plain-text",
        "handshakes accepts-trusted-client",
        observed(NO_TLS),
        "The server talks without TLS. Wrap each connection: context.wrap_socket(connection, server_side=True).",
    ),
    hint(
        "wrong-certificate",
        "handshakes accepts-trusted-client",
        observed(REFUSED),
        "The certificate is not the one that the server was given. Load it from server_cert.pem and server_key.pem, or "
        "from the files that CERTFILE and KEYFILE name.",
    ),
    hint(
        "handshake-not-guarded",
        "refuses-plaintext survives-distrust survives-aborted-handshake refuses-old-protocols",
        all_of(ended, printed("ssl.SSL", "ConnectionResetError")),
        "wrap_socket() raises ssl.SSLError or ConnectionResetError where a handshake fails. Both are OSErrors: catch "
        "them for that client, close its socket and accept the next.",
    ),
    hint("text-for-bytes", "echoes", TEXT_FOR_BYTES, TEXT_CAUSE),
    hint("decoded-strictly", "keeps-bytes", DECODED_STRICTLY, DECODED_CAUSE),
    hint(
        "one-recv",
        "large-message",
        observed(ONE_ANSWER),
        "One recv() returns one TLS record at most, 16 KiB. Call it in a loop until it returns b''.",
    ),
    hint(
        "old-versions-allowed",
        "refuses-old-protocols",
        observed(SERVER_HELLO),
        "minimum_version or the cipher list of the context allows old versions. Leave both as they are, or set "
        "context.minimum_version = ssl.TLSVersion.TLSv1_2.",
    ),
    hint(
        "one-at-a-time",
        "concurrent-clients",
        observed(AFTER_THE_FIRST),
        "The server talks to one client until it leaves. Use a thread for each (ThreadingTCPServer) or an event loop.",
    ),
    hint(
        "limited-pool",
        "hundred-clients",
        turned_away,
        "Some clients are answered and the next are not: the number of threads or processes is limited, and each "
        "serves one client until it leaves. Raise the limit, or use an event loop.",
    ),
    hint(
        "handshake-while-accepting",
        "stalled-handshake",
        observed(AFTER_THE_SILENT),
        "The handshake is part of accepting, and waits for a client that says nothing. Shake hands in the client's own "
        "thread: call wrap_socket() there, or pass it do_handshake_on_connect=False.",
    ),
    hint(
        "no-close-notify",
        "close-notify",
        observed(BARE_FIN),
        "close() alone ends the TCP connection, not the TLS session. Call unwrap() on the SSL socket before.",
    ),
)
