"""The alerts of TLS: their numbers, their standard names, and what OpenSSL calls them.

Owns the words. May not know of sockets or sessions.
"""

from __future__ import annotations

import re

NAMES = {
    0: "close_notify",
    10: "unexpected_message",
    20: "bad_record_mac",
    21: "decryption_failed",
    22: "record_overflow",
    30: "decompression_failure",
    40: "handshake_failure",
    41: "no_certificate",
    42: "bad_certificate",
    43: "unsupported_certificate",
    44: "certificate_revoked",
    45: "certificate_expired",
    46: "certificate_unknown",
    47: "illegal_parameter",
    48: "unknown_ca",
    49: "access_denied",
    50: "decode_error",
    51: "decrypt_error",
    60: "export_restriction",
    70: "protocol_version",
    71: "insufficient_security",
    80: "internal_error",
    86: "inappropriate_fallback",
    90: "user_canceled",
    100: "no_renegotiation",
    109: "missing_extension",
    110: "unsupported_extension",
    111: "certificate_unobtainable",
    112: "unrecognized_name",
    113: "bad_certificate_status_response",
    114: "bad_certificate_hash_value",
    115: "unknown_psk_identity",
    116: "certificate_required",
    120: "no_application_protocol",
}
CLOSE_NOTIFY = 0
"""The alert that ends a stream and is no failure."""

_ALERT_RECORD, _LENGTH = 21, 7
# only the reasons of alerts that came from the other side begin with a version
_REASON = re.compile(r"(?:SSLV3|TLSV1|TLSV13)_(?:ALERT_)?(\w+)")
_SPELT_OTHERWISE = {"user_cancelled": "user_canceled"}
# what OpenSSL answers to a certificate, by the code of its verification
_FOR_CERTIFICATE = {9: "bad_certificate", 10: "certificate_expired", 18: "unknown_ca", 19: "unknown_ca"}
_FOR_CERTIFICATE |= {20: "unknown_ca", 21: "unknown_ca", 26: "unsupported_certificate"}
_FOR_CERTIFICATE |= dict.fromkeys((62, 63, 64), "bad_certificate")  # another name, mail or network address


def name_of(number: int) -> str:
    """``unknown_ca`` for 48; the number itself where the standard has no name for it."""
    return NAMES.get(number, f"alert {number}")


def from_reason(reason: str | None) -> str | None:
    """The alert that came, by ``ssl.SSLError.reason``; None where the error is of our own side."""
    match = _REASON.fullmatch(reason or "")
    if match is None:
        return None
    name = match[1].lower()
    name = _SPELT_OTHERWISE.get(name, name)
    return name if name in NAMES.values() else None


def from_record(data: bytes) -> str | None:
    """The alert at the end of ``data`` if it is written in the clear."""
    tail = data[-_LENGTH:]
    clear = len(tail) == _LENGTH and tail[0] == _ALERT_RECORD and tail[3:5] == b"\0\2"
    return name_of(tail[6]) if clear else None


def for_certificate(verify_code: int) -> str:
    """The alert by which OpenSSL refuses a certificate."""
    return _FOR_CERTIFICATE.get(verify_code, "certificate_unknown")
