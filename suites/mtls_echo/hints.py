"""Likely causes of the failures of a server that requires client certificates.

Owns the guesses about those certificates; the others are those of every TLS server.
"""

from __future__ import annotations

from suites.mtls_echo.requirements import CAME_BACK
from suites.shared.evidence import observed
from suites.shared.tls_hints import TLS_HINTS, hint

HINTS = (
    *TLS_HINTS,
    hint(
        "no-authority",
        "handshakes accepts-trusted-client",
        observed("unknown_ca"),
        "The server does not know the CA that signed its clients' certificates. Load it from ca.pem or the file that "
        "CAFILE names, in Python by context.load_verify_locations().",
    ),
    hint(
        "certificate-not-required",
        "rejects-no-certificate",
        observed(CAME_BACK),
        "A client's certificate is not required, or asked for and not needed. Require it: ssl.CERT_REQUIRED as "
        "verify_mode in Python, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT in OpenSSL, setNeedClientAuth(true) "
        "in Java, requestCert and rejectUnauthorized in Node.",
    ),
    hint(
        "signature-not-checked",
        "rejects-other-ca rejects-self-signed",
        observed(CAME_BACK),
        "Nothing proves that your CA signed the certificate: names can be copied. Let TLS verify it: trust the CA in "
        "CAFILE and no other, and require a certificate that it signed (in Python, load_verify_locations() "
        "and ssl.CERT_REQUIRED). A check of your own that lets everything pass takes the place of that.",
    ),
    hint(
        "dates-not-checked",
        "rejects-expired rejects-not-yet-valid",
        observed(CAME_BACK),
        "The certificate's dates are not looked at. Where TLS verifies certificates it checks them by itself: do not "
        "switch that off, or put a check of your own in its place.",
    ),
)
