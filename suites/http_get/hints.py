"""Likely causes of a GET client's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.evidence import observed
from suites.shared.http_hints import SHARED, not_encoded, on, split_too_often

HINTS = (
    *SHARED,
    Hint(
        "another-method",
        on("requests"),
        observed("`POST "),
        "urlopen(url, data) sends a POST as soon as there is data, and so does requests.post(). The fields of a GET "
        "stand in its URL: url + '?' + urlencode(fields).",
    ),
    not_encoded("encodes-query"),
    split_too_often("encodes-query"),
)
