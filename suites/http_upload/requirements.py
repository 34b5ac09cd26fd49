"""What a program that uploads a file must do beside what all HTTP clients must.

Owns those checks. A multipart body is parsed by werkzeug, which takes every right way to write one, and some others.
"""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from harness.exchange.unmet import Unmet
from harness.exchange.verify import same_stream
from harness.exchange.words import bytes_in_words, plural
from harness.launch.client import Client
from harness.model import Happening
from harness.plugin.properties import Falsify
from harness.requirement import MUST, requirement
from suites.shared.http_answers import Page, letters
from suites.shared.http_calls import Files, HttpCaller, Visit, visit

if TYPE_CHECKING:
    from harness.exchange.mock import Heard, Mock

NAME = "data.csv"
FIELD = "file"
NO_MULTIPART = "The request was no multipart form"
OTHER_FIELD = "No part was of field file"
_LARGE = 8 << 20
_EXAMPLES = 3
_A_SECOND = 1.1
_BOUNDARY = b"<the boundary>"  # in an example: the one that the program had used before
_AWKWARD = (
    bytes(range(256)),
    b"\xef\xbb\xbfa,b\r\n1,2\n3,4\r\r\n\0\xff\xfe\n",
    b'\r\n--\r\n----\r\nContent-Disposition: form-data; name="file"\r\n\r\n',
)


@dataclass(frozen=True)
class _Part:
    """One part of a form: ``name`` is the file's, if it is one."""

    field: str
    name: str | None
    content: bytes


def a_file(draw: Random) -> Files:
    """A table of three lines."""
    return _brought("".join(f"{letters(draw, 6)},{draw.randrange(1000)}\n" for _ in range(3)).encode())


def _brought(content: bytes) -> Files:
    return {NAME.encode(): content}


@requirement("multipart", MUST, needs=("requests",))
def multipart(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send the file in a well-formed multipart form, as field ``file`` under the name ``data.csv``.

    Why: the boundary tells the server where a part ends, the header of each part what it is.

    Source: lecture, requests; RFC 7578; RFC 2046 section 5.1
    """
    seen = visit(client, mock, dialect, draw, Page(draw))
    parts = _parts(_posted(seen))
    if any(part.name == NAME for part in _files(parts)):
        return
    raise Unmet(
        sent=f"{seen.given} Beside it lay {NAME}.",
        expected=f'A multipart form with a part of field "{FIELD}" and file name "{NAME}".',
        observed=f"{_found(parts)} {seen.observed}",
        late=seen.late and not seen.heard,
    )


@requirement("keeps-bytes", MUST, needs=("multipart",))
def keeps_bytes(client: Client, mock: Mock, dialect: HttpCaller, draw: Random, falsify_calls: Falsify) -> None:
    """Send every byte of the file unchanged: CRLF, NUL, no valid text, and what looks like a boundary.

    Why: a file is bytes. Read as text it loses some of them; a boundary that also stands in the file cuts it in two.

    Source: lecture, requests; RFC 2046 section 5.1.1; Python documentation, open(…, 'rb')
    """
    boundaries = [b"boundary"]

    def arrives(content: bytes) -> None:
        seen = visit(client, mock, dialect, draw, Page(draw), files=_brought(content))
        boundaries.extend(filter(None, [_boundary(_posted(seen))]))
        _hold(seen, content, example=f"{NAME}: {content!r}")

    def the_same_again(content: bytes) -> None:
        # whoever has one boundary for all files has it for the one in which it stands
        filled = content.replace(_BOUNDARY, boundaries[-1])
        try:
            arrives(filled)
        except Unmet:
            if boundaries[-1] not in filled:
                raise
            # one that is drawn from the clock's seconds is another when they have gone on
            time.sleep(_A_SECOND)
            arrives(filled)

    falsify_calls(
        _contents(), the_same_again, first=(*_AWKWARD, b"a,b\r\n--" + _BOUNDARY + b"\r\n1,2\r\n"), examples=_EXAMPLES
    )


@requirement("large-file", MUST, needs=("keeps-bytes",))
def large_file(client: Client, mock: Mock, dialect: HttpCaller, draw: Random) -> None:
    """Send a file of 8 MiB whole.

    Why: what fits into one call of send() may arrive by luck; a large file needs all of them.

    Source: RFC 9110 section 8.6; Python documentation, socket.sendall
    """
    content = draw.randbytes(_LARGE)
    _hold(visit(client, mock, dialect, draw, Page(draw), files=_brought(content)), content)


def _contents() -> Any:
    """Files for a search by hypothesis; none is empty: a program may have nothing to send then, and say so."""
    from hypothesis import strategies as st  # 142 ms that only a property needs

    pieces = st.sampled_from([b"\r\n", b"\n", b"\r", b"\0", b"--", b"a,b", b"\xff", b"\x1a", b'"', _BOUNDARY])
    return st.lists(pieces, min_size=1, max_size=12).map(b"".join)


def _hold(seen: Visit, content: bytes, *, example: str = "") -> None:
    heard = _posted(seen)
    parts, boundary = _parts(heard), _boundary(heard)
    files = [part.content for part in _files(parts)]
    if files == [content]:
        return
    sent = f"{seen.given} Beside it lay {NAME}, {bytes_in_words(content)}."
    if len(files) == 1:
        same_stream(content, files[0], sent=sent, ending=Happening.END, example=example, where="in the part")
    cut = bool(boundary) and boundary in content
    held = f"The file itself holds the form's boundary, {bytes_in_words(boundary)}. " if cut else ""
    raise Unmet(
        sent=sent,
        expected=f'A multipart form with one part of field "{FIELD}", {plural(len(content), "byte")}.',
        observed=f"{held}{_found(parts)} {seen.observed}",
        late=seen.late and not seen.heard,
        example=example,
    )


def _posted(seen: Visit) -> Heard | None:
    return next((each for each in reversed(seen.due) if each.method == "POST"), None)


def _boundary(heard: Heard | None) -> bytes:
    from werkzeug.http import parse_options_header  # with all else of the mock

    kind, options = parse_options_header(heard.headers.get("content-type") if heard else None)
    return options.get("boundary", "").encode("latin-1", "replace") if kind.lower() == "multipart/form-data" else b""


def _parts(heard: Heard | None) -> list[_Part] | str:
    """The parts of a request's form; where it has none, why, in a sentence."""
    from werkzeug.formparser import MultiPartParser  # as above

    if heard is None:
        return "There was no form."
    boundary = _boundary(heard)
    if not boundary:
        declared = heard.headers.get("content-type", "").lower().startswith("multipart/form-data")
        return (
            "Its Content-Type names no boundary, or one that needs quotation marks." if declared else f"{NO_MULTIPART}."
        )
    if fault := _fault(heard, boundary):
        return fault
    try:
        form, files = MultiPartParser(lambda *_, **__: io.BytesIO()).parse(
            io.BytesIO(heard.body), boundary, len(heard.body)
        )
    except ValueError:
        return "A part of the form has no field Content-Disposition, or one that cannot be read."
    plain = [_Part(name, None, value.encode()) for name, value in form.items(multi=True)]
    return plain + [_Part(name, file.filename, file.read()) for name, file in files.items(multi=True)]


def _fault(heard: Heard, boundary: bytes) -> str:
    """Why a form is not well-formed, in a sentence; empty where it is. Werkzeug overlooks a wrong line end."""
    if not heard.whole:
        return "The connection ended before the form did."
    delimiter = b"--" + boundary
    _, *parts = re.split(rb"\r\n%s(?=--|[ \t]*\r\n)" % re.escape(delimiter), b"\r\n" + heard.body)
    last = parts.pop() if parts else b"--"
    if not last.startswith(b"--"):
        return f"The line that ends a form, {bytes_in_words(delimiter + b'--')}, is missing."
    if not parts:
        there = delimiter in (line.rstrip() for line in re.split(rb"[\r\n]", heard.body))
        none = f"No line of the body is {bytes_in_words(delimiter)}, -- and the boundary."
        return "Lines of the form end with LF or CR alone, and not with CRLF." if there else none
    headed = re.compile(rb"[ \t]*\r\n(?:[^\r\n]+\r\n)+\r\n")
    return "" if all(map(headed.match, parts)) else "No empty line stands between the header of a part and its content."


def _found(parts: list[_Part] | str) -> str:
    if isinstance(parts, str):
        return parts
    told = ", ".join(f'field "{part.field}"' + (f', name "{part.name}"' if part.name else "") for part in parts[:4])
    lacking = "" if any(part.field == FIELD for part in parts) else f"{OTHER_FIELD}. "
    return f"{lacking}The form had {plural(len(parts), 'part')}{': ' * bool(told)}{told}."


def _files(parts: list[_Part] | str) -> list[_Part]:
    """Those of the field."""
    return [] if isinstance(parts, str) else [part for part in parts if part.field == FIELD]
