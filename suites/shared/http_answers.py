"""What the mock answers: a page that can be recognised, an error, a redirect, a body that breaks off.

Owns the answers of which more than one suite makes use. Pure: a request in, an answer out.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from email.utils import formatdate
from random import Random
from string import ascii_lowercase
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from harness.exchange.words import plural

if TYPE_CHECKING:
    from harness.exchange.mock import Answer, Heard

JSON_TYPE, TEXT_TYPE = "application/json", "text/plain; charset=utf-8"
REALM = "pypi"  # the lecture's
_NO_VOWELS = str.maketrans("aeiou", "bcdfg")
_FILLER = 6 << 10  # more than one recv() of a program that reads its socket once
LONG = 100 << 10  # more than the largest number that anybody gives to it, 64 KiB


def letters(draw: Random, size: int = 12) -> str:
    """A word that nobody can guess, and no number."""
    return "".join(draw.choices(ascii_lowercase, k=size))


def http_date(draw: Random) -> str:
    """A moment of the years 2000 to 2020, as it stands in a header."""
    return formatdate(draw.randrange(946684800, 1609459200), usegmt=True)


class Page:
    """A page of JSON that says what was requested, as httpbin.org's do; ``proof`` stands at its end."""

    def __init__(self, draw: Random, filler: int = _FILLER) -> None:
        self.proof = letters(draw, 24)
        # without vowels: no word stands in it that a program might say of a page that broke off
        self._filler = letters(draw, filler).translate(_NO_VOWELS)
        self._changed = http_date(draw)

    def body(self, heard: Heard) -> bytes:
        """The page for one request."""
        type_ = heard.headers.get("content-type", "").partition(";")[0].strip().lower()
        form = heard.body.decode("latin-1") if type_ == "application/x-www-form-urlencoded" else ""
        page = {
            "args": dict(parse_qsl(heard.query, keep_blank_values=True)),
            "data": "",
            "filler": self._filler,
            "files": {},
            "form": dict(parse_qsl(form, keep_blank_values=True)),
            "headers": dict(heard.headers.items()),
            "json": None,
            "origin": "127.0.0.1",
            "url": f"http{'s' * heard.secure}://{host_of(heard)}{heard.target}",
            "proof": self.proof,
        }
        return json.dumps(page, indent=2).encode()

    def __call__(self, heard: Heard) -> Answer:
        """Status 200 and the page."""
        return _answer(200, self.body(heard), ("Content-Type", JSON_TYPE), ("Last-Modified", self._changed))


class Redirect:
    """Sends whoever comes to ``where``, another path of the same server, and answers there."""

    def __init__(self, status: int, where: str, page: Callable[[Heard], Answer]) -> None:
        self.status, self.where, self.page = status, where, page

    def __call__(self, heard: Heard) -> Answer:
        """The page where it was moved to, else where that is."""
        if heard.path == self.where:
            return self.page(heard)
        origin = f"http{'s' * heard.secure}://{host_of(heard)}"
        return moved(self.status, origin + self.where)


def moved(status: int, where: str) -> Answer:
    """A redirect to an absolute URL."""
    return _answer(status, b"Moved.\n", ("Location", where), ("Content-Type", TEXT_TYPE))


def failing(status: int, draw: Random) -> Callable[[Heard], Answer]:
    """Always the same error, in a page that does not name it."""
    words = f"{letters(draw)}\n".encode()
    return lambda _: _answer(status, words, ("Content-Type", TEXT_TYPE))


def cut_short(page: Page, missing: int) -> Callable[[Heard], Answer]:
    """The beginning of the page, under the length of all of it: it ends with the connection."""

    def answer(heard: Heard) -> Answer:
        body = page.body(heard)
        length = ("Content-Length", str(len(body)))
        return _answer(200, body[:-missing], ("Content-Type", JSON_TYPE), length)

    return answer


def cut_in_words(missing: int) -> str:
    """What such an answer lacked."""
    return f"The answer ended {plural(missing, 'byte')} before the length that its Content-Length said."


def host_of(heard: Heard) -> str:
    """Host and port as the client wrote them."""
    return heard.headers.get("host", f"127.0.0.1:{heard.port}")


def bare_answer(status: int, *fields: tuple[str, str]) -> Answer:
    """These fields of the header and nothing else, as a HEAD request is answered."""
    from harness.exchange.mock import Answer  # 110 ms that only a grading needs

    return Answer(status, fields, bare=True)


def challenge(draw: Random) -> Answer:
    """Status 401, as who wants credentials says it."""
    field = ("WWW-Authenticate", f'Basic realm="{REALM}"')
    return _answer(401, f"{letters(draw)}\n".encode(), field, ("Content-Type", TEXT_TYPE))


def with_fields(answer: Answer, *fields: tuple[str, str]) -> Answer:
    """The same answer with further fields in its header."""
    return dataclasses.replace(answer, fields=(*answer.fields, *fields))


def _answer(status: int, body: bytes, *fields: tuple[str, str]) -> Answer:
    from harness.exchange.mock import Answer  # as above

    return Answer(status, fields, body)
