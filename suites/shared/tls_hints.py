"""Likely causes of a TLS server's failures, each proved by a known-bad program on which it fires.

Owns the guesses that ``tls-echo`` and ``mtls-echo`` share, and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.crowds import AFTER_THE_FIRST
from suites.shared.evidence import Question, all_of, any_of, ended, observed, printed
from suites.shared.handshakes import AFTER_THE_SILENT, BARE_FIN
from suites.shared.hints import (
    BROKEN_CONNECTION,
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
        "The server talks without TLS. Wrap each connection, in Python by context.wrap_socket(connection, "
        "server_side=True).",
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
        all_of(ended, any_of(printed("ssl.SSL", "SSL routines", "ERR_SSL"), BROKEN_CONNECTION)),
        "A handshake that fails is an error, in wrap_socket() ssl.SSLError or ConnectionResetError, both OSErrors. "
        "Handle it for that client alone, close its socket and accept the next.",
    ),
    hint("text-for-bytes", "echoes", TEXT_FOR_BYTES, TEXT_CAUSE),
    hint("decoded-strictly", "keeps-bytes", DECODED_STRICTLY, DECODED_CAUSE),
    hint(
        "one-recv",
        "large-message",
        observed(ONE_ANSWER),
        "One recv() returns one TLS record at most, 16 KiB. Call it in a loop until the end of the stream, b'' in "
        "Python.",
    ),
    hint(
        "old-versions-allowed",
        "refuses-old-protocols",
        observed(SERVER_HELLO),
        "The settings of TLS, its lowest version or its ciphers, allow old versions. Leave both as they are, or set "
        "TLS 1.2 as the lowest: in Python, context.minimum_version = ssl.TLSVersion.TLSv1_2.",
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
        "thread: in Python, call wrap_socket() there, or pass it do_handshake_on_connect=False.",
    ),
    hint(
        "no-close-notify",
        "close-notify",
        observed(BARE_FIN),
        "close() alone may end the TCP connection and not the TLS session. End that before: in Python by unwrap() on "
        "the SSL socket, in OpenSSL by SSL_shutdown().",
    ),
)
