"""Likely causes of a mix-in's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words. A hint looks at one attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.mtls_echo.requirements import CAME_BACK, NO_CERTIFICATE
from suites.shared.evidence import Question, all_of, any_of, ended, observed, printed, sent, unanswered
from suites.shared.handshakes import AFTER_THE_SILENT
from suites.shared.tls import NO_TLS
from suites.ssl_mixin.requirements import OF_ANOTHER

_FIRST = "mixes-with-tcpserver"


def _hint(name: str, requirements: str, fires: Question, cause: str) -> Hint:
    return Hint(name, frozenset(requirements.split()), fires, cause)


HINTS = (
    _hint(
        "missing-in-ssl",
        _FIRST,
        printed("module 'ssl' has no attribute"),
        "ssl.NONE is a misprint for ssl.CERT_NONE, and ssl.wrap_socket() went in Python 3.12: make an "
        "ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), load the certificate into it, and call its wrap_socket().",
    ),
    _hint(
        "other-keywords",
        _FIRST,
        observed("keyword"),
        "The keywords are keyfile, certfile, ca_certs and cert_reqs, by these names; the last two may be left out.",
    ),
    _hint(
        "not-wrapped",
        _FIRST,
        observed(NO_TLS),
        "The client's socket is not wrapped. get_request() must return what the context's wrap_socket(client, "
        "server_side=True) returns, with the address.",
    ),
    _hint(
        "threads-lost",
        "mixes-with-threading",
        unanswered,
        "process_request() is the method by which ThreadingMixIn starts a thread. Override get_request() or "
        "finish_request() instead, and call super().",
    ),
    _hint(
        "no-makefile",
        "mixes-with-http mixes-with-xmlrpc",
        printed("has no attribute 'makefile'", "has no attribute 'setsockopt'"),
        "Handlers use more of a socket than recv() and sendall(). Hand them the SSLSocket itself.",
    ),
    _hint(
        "arguments-dropped",
        "passes-arguments-on mixes-with-xmlrpc",
        any_of(observed("keyword argument"), observed("bound to a port at once")),
        "__init__ keeps arguments that are not its own. Take *args and **kwargs, and call super().__init__(*args, "
        "**kwargs).",
    ),
    _hint(
        "not-required",
        "requires-client-certificate",
        all_of(sent(NO_CERTIFICATE), observed(CAME_BACK)),
        "cert_reqs does not reach the context: context.verify_mode = cert_reqs.",
    ),
    _hint(
        "forgiven",
        "requires-client-certificate",
        all_of(sent("a certificate with"), observed(CAME_BACK)),
        "A certificate is asked for, and what is wrong with it is forgiven. A context whose verify_mode is cert_reqs "
        "checks signature and dates by itself: leave its verify_flags alone.",
    ),
    _hint(
        "ca-certs-unused",
        "requires-client-certificate",
        observed(OF_ANOTHER),
        "ca_certs does not reach the context: context.load_verify_locations(ca_certs).",
    ),
    _hint(
        "plain-fallback",
        "refuses-plaintext",
        observed("in plain text"),
        "A client that speaks no TLS is served without it. Wrap every client's socket, whatever it sends.",
    ),
    _hint(
        "raises-while-accepting",
        "requires-client-certificate refuses-plaintext survives-failed-handshake refuses-old-protocols",
        ended,
        "serve_forever() passes over a client for whom get_request() raises OSError, as ssl.SSLError is; any other "
        "exception ends it. Let the error through as it is.",
    ),
    _hint(
        "old-minimum",
        "refuses-old-protocols",
        observed("ServerHello"),
        "Leave the context's minimum_version at TLSVersion.TLSv1_2, and its ciphers as they are.",
    ),
    _hint(
        "handshake-while-accepting",
        "stalled-handshake",
        observed(AFTER_THE_SILENT),
        "get_request() runs in the thread that accepts. Wrap there with do_handshake_on_connect=False; the handshake "
        "then comes with the handler's first recv(), or by do_handshake() in finish_request().",
    ),
)
