"""The lecture's request with headers of its own: sends them with a GET and prints the answer.

    python http_headers.py URL [name=value ...]

Owns which fields are sent; the rest is urllib's. A field that is given takes the place of urllib's own of that name.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from http.client import HTTPException
from urllib.request import Request, urlopen

TIME_LIMIT = 5.0  # seconds; urlopen has none of its own, and a silent server would hold the program for ever


def get(url: str, headers: Mapping[str, str]) -> bytes:
    """Return the page at ``url``.

    Raises ``OSError`` where there is none (nobody answers, wrong certificate, status 404), ``HTTPException`` where it
    broke off.
    """
    request = Request(url, headers=dict(headers))  # noqa: S310  # the caller's own URL
    with urlopen(request, timeout=TIME_LIMIT) as answer:  # noqa: S310
        page: bytes = answer.read()
    return page


def field(argument: str) -> tuple[str, str]:
    """``name=value`` as a pair; the value may hold further ``=``."""
    name, mark, value = argument.partition("=")
    if not mark:
        raise argparse.ArgumentTypeError(f"{argument!r} is not name=value")
    return name, value


def main() -> None:
    """Get one page; exit with status 1 and a message where that fails."""
    parser = argparse.ArgumentParser(description="Get a page with a header of your own.")
    parser.add_argument("url")
    parser.add_argument("headers", nargs="*", type=field, metavar="name=value")
    arguments = parser.parse_args()
    try:
        page = get(arguments.url, dict(arguments.headers))
    except (OSError, HTTPException) as error:
        sys.exit(f"No page from {arguments.url}: {error}")
    sys.stdout.buffer.write(page)


if __name__ == "__main__":
    main()
