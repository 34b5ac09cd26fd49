"""What to do about a file that cannot be read as Python.

Owns the cures, and how each is recognised: by the line first, where copying from paper, a slide or a terminal left its
marks, then by Python's own message, which differs a little between its versions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from harness.advice.raised import Raised

_PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)(?: |$)")
_NUMBERED = re.compile(r"\s*(\d{1,5})[:.|]?(?:\s+\S|\s*$)")
_QUOTES = re.compile("[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u0060\u00b4]")
_FENCE = re.compile(r"\s*`{1,3}\w*\s*$")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SPACES = re.compile("[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]")
_NOT_READ = ("non-printable character", "invalid decimal literal")
_PYTHON_2 = re.compile(r"\s*(?:print|exec|raise)\b|\s*except .+, *\w+ *:")
_SECOND_PART = re.compile(r"\s*(?:(?:except|elif)\b|(?:else|finally)\s*:)")
_OPENED = re.compile(r"'([\[({])' was never closed")
_PARTNERS = {"(": ")", "[": "]", "{": "}"}

Fires = Callable[[Raised], object]


def _says(*words: str) -> Fires:
    return lambda error: any(word in error.message for word in words)


def _is_numbered(error: Raised) -> bool:
    """Whether the source came with a column of line numbers: most of its lines begin with one, and they ascend."""
    lines = [line for line in error.source.splitlines() if line.strip()]
    numbers = [int(found[1]) for line in lines if (found := _NUMBERED.match(line))]
    ascend = all(before < after for before, after in pairwise(numbers))
    return len(numbers) > max(1, len(lines) / 2) and ascend


def _is_python_2(error: Raised) -> bool:
    told = ("Missing parentheses in call to", "multiple exception types must be parenthesized")
    return any(word in error.message for word in told) and _PYTHON_2.match(error.text) is not None


def _is_second_part(error: Raised) -> bool:
    return error.message == "invalid syntax" and _SECOND_PART.match(error.text) is not None


CURES: tuple[tuple[Fires, str], ...] = (
    (
        lambda error: _PROMPT.match(error.text),
        "This was copied from an interactive session. Remove the prompts `>>> ` and `... ` at the beginning of the "
        "lines, and the lines that show answers.",
    ),
    (
        _is_numbered,
        "The line numbers were copied with the program. Remove the number at the beginning of each line.",
    ),
    (
        lambda error: _FENCE.match(error.text),
        "Backticks mark where code begins and ends on a page, and are no Python. Remove the line.",
    ),
    (
        lambda error: _QUOTES.search(error.text) and "invalid non-printable" not in error.message,
        "Slides and word processors print curly quotation marks, which Python does not know. Replace all of them in "
        "the file by ' or \".",
    ),
    (
        lambda error: "invalid character" in error.message and _DASHES.search(error.text),
        "Slides and word processors print a long dash where a minus sign is meant. Replace it by -.",
    ),
    (
        # what Python says of one hangs on its release, and on what stands before it
        lambda error: _SPACES.search(error.raw) and any(words in error.message for words in _NOT_READ),
        "A character that looks like a space, or like nothing, is none that Python knows; it comes from copying out of "
        "a web page or a PDF. Replace all of them in the file by ordinary spaces.",
    ),
    (
        _is_python_2,
        "This is Python 2. In Python 3, print is a function: print('text', value); an error is caught by "
        "`except OSError as e:`.",
    ),
    (
        _says("inconsistent use of tabs"),
        "Tabs and spaces are mixed at the beginning of lines. Let your editor turn all tabs into spaces, four for "
        "each level.",
    ),
    (
        _says("expected an indented block"),
        "What belongs to the line above that ends with a colon must be further to the right than it. Indent it by "
        "four spaces.",
    ),
    (
        _says("unexpected indent"),
        "The line begins further to the right than the one before it, which opens no block. Begin it where the lines "
        "of its block begin.",
    ),
    (
        _says("unindent does not match"),
        "The line begins where no block above it begins. Begin it exactly under the first line of the block that it "
        "belongs to.",
    ),
    (
        _says("' outside function", "' outside loop", "not properly in loop", "outside async function"),
        "The line stands outside of what it belongs to. Indent it, so that it is inside.",
    ),
    (
        _is_second_part,
        "The line goes on with a try or an if, and none above it begins as far to the right. Begin it exactly under "
        "the try or if that it belongs to.",
    ),
    (
        _says("expected ':'"),
        "A line that opens a block (class, def, if, for, while, try, with) ends with a colon. Add it.",
    ),
    (
        _says("unterminated"),
        "A text ends with the same quotation mark with which it began. Add the one that is missing.",
    ),
    (
        _says("unmatched '", "does not match opening parenthesis"),
        "Each closing bracket needs an opening one of its kind: count the brackets of the line and of the one above.",
    ),
    (
        _says("Non-UTF-8 code", "codec can't decode"),
        "The file holds characters in another encoding than UTF-8. Save it as UTF-8 in your editor.",
    ),
    (
        _says("null bytes"),
        "The file holds NUL bytes: it was saved as UTF-16, or is no text. Save it as UTF-8 in your editor.",
    ),
)


def cure_of(error: Raised) -> str:
    """What to do about a file that does not parse; nothing where the cause is not recognised."""
    if opened := _OPENED.search(error.message):
        partner = _PARTNERS[opened[1]]
        return f"A bracket is opened with {opened[1]} in this line and never closed. Add the {partner} that is missing."
    return next((cure for fires, cure in CURES if fires(error)), "")
