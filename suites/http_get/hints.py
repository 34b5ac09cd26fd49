"""Likely causes of a GET client's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.evidence import observed
from suites.shared.http_hints import WITH_PAGE, not_encoded, on, split_too_often

HINTS = (
    *WITH_PAGE,
    Hint(
        "another-method",
        on("requests"),
        observed("`POST "),
        "The fields of a GET stand in its URL: url + '?' + urlencode(fields). Given as data they make it a POST, with "
        "urlopen(url, data) as with curl -d; requests.post() is one by name.",
    ),
    not_encoded("encodes-query"),
    split_too_often("encodes-query"),
)
