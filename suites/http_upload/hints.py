"""Likely causes of failures of programs that upload, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.http_upload.requirements import NO_MULTIPART, OTHER_FIELD
from suites.shared.evidence import observed, of, printed
from suites.shared.http_hints import SHARED, any_of, on


def _line_ends(attempt: Attempt) -> bool:
    window = of(attempt).window
    changed = window.expected.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if window else b""
    return window is not None and window.actual == changed != window.expected


HINTS = (
    *SHARED,
    Hint(
        "data-for-files",
        on("multipart"),
        observed(NO_MULTIPART),
        "The file was sent as the body itself, not in a form. With requests that is files={'file': ('data.csv', "
        "open('data.csv', 'rb'))}, not data=….",
    ),
    Hint(
        "another-field",
        on("multipart"),
        observed(OTHER_FIELD),
        "The part bears another name than the server asks for, which is file. With requests it is the key in "
        "files={'file': …}.",
    ),
    Hint(
        "read-as-text",
        on("keeps-bytes"),
        any_of(printed("UnicodeDecodeError", "codec can't decode"), _line_ends),
        "The file is read as text: line ends change, and bytes that are no text raise an error. Open it for bytes: "
        "open('data.csv', 'rb').",
    ),
)
