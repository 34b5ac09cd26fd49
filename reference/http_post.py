"""The lecture's POST: sends fields as a form and prints the answer.

    python http_post.py URL [key=value ...]

Owns the encoding of the fields; the rest is urllib's: connection, certificate, redirects, errors.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import urlopen

TIME_LIMIT = 5.0  # seconds; urlopen has none of its own, and a silent server would hold the program for ever


def post(url: str, fields: Sequence[tuple[str, str]] = ()) -> bytes:
    """Send ``fields`` to ``url`` and return the page that comes back.

    Raises ``OSError`` where there is none (nobody answers, wrong certificate, status 404), ``HTTPException`` where it
    broke off.
    """
    form = urlencode(fields).encode("ascii")  # "a b" and "c&d" become "a+b" and "c%26d"
    # with data the request is a POST; urllib adds the form's content type and its length
    with urlopen(url, form, timeout=TIME_LIMIT) as answer:  # noqa: S310  # the caller's own URL
        page: bytes = answer.read()
    return page


def field(argument: str) -> tuple[str, str]:
    """``key=value`` as a pair; the value may hold further ``=``."""
    key, mark, value = argument.partition("=")
    if not mark:
        raise argparse.ArgumentTypeError(f"{argument!r} is not key=value")
    return key, value


def main() -> None:
    """Post one form; exit with status 1 and a message where that fails."""
    parser = argparse.ArgumentParser(description="Post a form and print the answer.")
    parser.add_argument("url")
    parser.add_argument("fields", nargs="*", type=field, metavar="key=value")
    arguments = parser.parse_args()
    try:
        page = post(arguments.url, arguments.fields)
    except (OSError, HTTPException) as error:
        sys.exit(f"No answer from {arguments.url}: {error}")
    sys.stdout.buffer.write(page)


if __name__ == "__main__":
    main()
