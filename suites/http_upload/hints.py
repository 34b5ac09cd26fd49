"""Likely causes of failures of programs that upload, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.model import Attempt
from harness.requirement import Hint
from suites.http_upload.requirements import NO_MULTIPART, OTHER_FIELD
from suites.shared.evidence import observed, of, printed
from suites.shared.http_hints import WITH_PAGE, any_of, on

_REPLACEMENT = "\ufffd".encode()


def _line_ends(attempt: Attempt) -> bool:
    window = of(attempt).window
    changed = window.expected.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if window else b""
    return window is not None and window.actual == changed != window.expected


def _replaced(attempt: Attempt) -> bool:
    """Where the first byte is wrong stands U+FFFD, by which a decoder replaces what is no text."""
    window = of(attempt).window
    return window is not None and window.actual[window.offset - window.start :].startswith(_REPLACEMENT)


HINTS = (
    *WITH_PAGE,
    Hint(
        "data-for-files",
        on("multipart"),
        observed(NO_MULTIPART),
        "The file was sent as the body itself, not in a form. With requests a form is files={'file': ('data.csv', "
        "open('data.csv', 'rb'))}, not data=…; with curl, -F file=@data.csv.",
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
        any_of(printed("UnicodeDecodeError", "codec can't decode"), _line_ends, _replaced),
        "The file is read as text: line ends change, and bytes that are no text are lost or raise an error. Read it as "
        "bytes: in Python, open('data.csv', 'rb').",
    ),
)
