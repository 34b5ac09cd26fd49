"""Likely causes of a POST client's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.evidence import observed, printed
from suites.shared.http_hints import SHARED, not_encoded, on, split_too_often

HINTS = (
    *SHARED,
    Hint(
        "text-for-bytes",
        on("requests"),
        printed("POST data should be bytes"),
        "The body of a request is bytes. Encode the form first: urlencode(fields).encode('ascii').",
    ),
    Hint(
        "another-method",
        on("requests"),
        observed("`GET "),
        "Without data urlopen(url) sends a GET. Give it the form: urlopen(url, urlencode(fields).encode('ascii')); or "
        "call requests.post(url, data=fields).",
    ),
    Hint(
        "json-body",
        on("form-body"),
        observed("application/json"),
        "The fields were sent as JSON, which is not a form. With requests that is data=fields, not json=fields.",
    ),
    not_encoded("encodes-form"),
    split_too_often("encodes-form"),
)
