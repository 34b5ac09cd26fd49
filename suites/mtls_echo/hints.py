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
        "The server does not know the CA that signed its clients' certificates. Load it: "
        "context.load_verify_locations(cafile), with ca.pem or the file that CAFILE names.",
    ),
    hint(
        "certificate-not-required",
        "rejects-no-certificate",
        observed(CAME_BACK),
        "The context's verify_mode is CERT_NONE or CERT_OPTIONAL, and clients without a certificate pass. Set it to "
        "ssl.CERT_REQUIRED.",
    ),
    hint(
        "signature-not-checked",
        "rejects-other-ca rejects-self-signed",
        observed(CAME_BACK),
        "Nothing proves that your CA signed the certificate: names can be copied. Let TLS verify it: load CAFILE, and "
        "nothing else, with load_verify_locations(), and set verify_mode to ssl.CERT_REQUIRED.",
    ),
    hint(
        "dates-not-checked",
        "rejects-expired rejects-not-yet-valid",
        observed(CAME_BACK),
        "The certificate's dates are not looked at. Where TLS verifies certificates (CERT_REQUIRED) it checks them by "
        "itself: do not switch that off.",
    ),
)
