"""The lecture's GET: asks for a page, with fields as the URL's query string, and prints the answer.

    python http_get.py URL [key=value ...]

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


def get(url: str, fields: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the page at ``url``.

    Raises ``OSError`` where there is none (nobody answers, wrong certificate, status 404), ``HTTPException`` where it
    broke off.
    """
    query = urlencode(fields)  # "a b" and "c&d" become "a+b" and "c%26d"
    with urlopen(f"{url}?{query}" if query else url, timeout=TIME_LIMIT) as answer:  # noqa: S310  # the caller's own URL
        page: bytes = answer.read()
    return page


def field(argument: str) -> tuple[str, str]:
    """``key=value`` as a pair; the value may hold further ``=``."""
    key, mark, value = argument.partition("=")
    if not mark:
        raise argparse.ArgumentTypeError(f"{argument!r} is not key=value")
    return key, value


def main() -> None:
    """Get one page; exit with status 1 and a message where that fails."""
    parser = argparse.ArgumentParser(description="Get a page and print it.")
    parser.add_argument("url")
    parser.add_argument("fields", nargs="*", type=field, metavar="key=value")
    arguments = parser.parse_args()
    try:
        page = get(arguments.url, arguments.fields)
    except (OSError, HTTPException) as error:
        sys.exit(f"No page from {arguments.url}: {error}")
    sys.stdout.buffer.write(page)


if __name__ == "__main__":
    main()
