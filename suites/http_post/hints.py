"""Likely causes of a POST client's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.evidence import observed, printed
from suites.shared.http_hints import WITH_PAGE, not_encoded, on, split_too_often

HINTS = (
    *WITH_PAGE,
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
        "The request was a GET, which has no form. Without data urlopen(url) sends one: urlopen(url, "
        "urlencode(fields).encode('ascii')) is a POST, as is requests.post(url, data=fields).",
    ),
    Hint(
        "json-body",
        on("form-body"),
        observed("application/json"),
        "The fields were sent as JSON, which is not a form. With requests a form is data=fields, not json=fields; in "
        "JavaScript, new URLSearchParams(fields).",
    ),
    not_encoded("encodes-form"),
    split_too_often("encodes-form"),
)
