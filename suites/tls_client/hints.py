"""Likely causes of a TLS client's failures, each proved by a known-bad program on which it fires.

Owns the guesses that are about TLS, and their words; others are shared.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.calling_hints import END_NOT_NOTICED, NO_TIME_LIMIT, NOT_PRINTED, ONE_RECV, REFUSAL, SENDS_STR, hint
from suites.shared.evidence import all_of, observed, printed
from suites.shared.services import BY_ALERT, WITHOUT_TLS
from suites.tls_client.requirements import COMPLETED, IN_THE_CLEAR, WENT_ON

HINTS: tuple[Hint, ...] = (
    hint(
        "no-tls",
        "accepts-good-server",
        observed(WITHOUT_TLS),
        "The client talks over the plain socket. Talk over TLS: in Python, context.wrap_socket(s, "
        "server_hostname=host).",
    ),
    hint(
        "ca-not-loaded",
        "accepts-good-server",
        all_of(observed(BY_ALERT), printed("unable to get local issuer", "self-signed certificate in certificate")),
        "The client does not know your CA. Load it from ca.pem: in Python, "
        "ssl.create_default_context(cafile='ca.pem').",
    ),
    hint(
        "not-verified",
        "rejects-other-ca rejects-self-signed rejects-expired rejects-not-yet-valid",
        observed(COMPLETED),
        "The certificate is not verified, or not all of it, or only after your text had been sent. In Python "
        "ssl.create_default_context(cafile='ca.pem') does it in the handshake: leave its verify_mode and verify_flags "
        "as they are. In C that is SSL_CTX_set_verify() with SSL_VERIFY_PEER; Java's and Node's defaults do it.",
    ),
    hint(
        "name-not-checked",
        "rejects-wrong-name",
        observed(COMPLETED),
        "That the CA signed it says nothing of whose it is. In Python, leave check_hostname on and give wrap_socket() "
        "server_hostname=host. An SSLSocket of Java checks the name only after setEndpointIdentificationAlgorithm"
        '("HTTPS"), OpenSSL in C only after SSL_set1_host() or X509_VERIFY_PARAM_set1_ip_asc().',
    ),
    hint(
        "falls-back",
        "rejects-other-ca rejects-self-signed rejects-expired rejects-wrong-name rejects-not-yet-valid",
        observed(IN_THE_CLEAR),
        "When TLS fails the client goes on without it. End with a message: the failure is the warning.",
    ),
    hint(
        "old-versions-allowed",
        "rejects-old-protocols",
        observed(WENT_ON),
        "The client's settings allow old versions. In Python, leave the context's minimum_version and its ciphers as "
        "they are, or set context.minimum_version = ssl.TLSVersion.TLSv1_2.",
    ),
    SENDS_STR,
    END_NOT_NOTICED,
    NOT_PRINTED,
    ONE_RECV,
    *REFUSAL,
    NO_TIME_LIMIT,
)
