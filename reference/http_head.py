"""The lecture's HEAD: asks for the head of a page and prints what it says of the page.

    python http_head.py URL

Owns which facts are printed; the rest is requests': connection, certificate, names of fields in any case.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import requests

TIME_LIMIT = 5.0  # seconds; requests has none of its own, and a silent server would hold the program for ever
FIELDS = ("last-modified", "content-type", "content-length")


def facts(url: str) -> Iterator[tuple[str, str]]:
    """Status and fields of the page at ``url``; raises ``requests.RequestException`` where nobody answers.

    A server need not send any of the fields.
    """
    answer = requests.head(url, timeout=TIME_LIMIT)
    yield "status", f"{answer.status_code} {answer.reason}"
    for name in FIELDS:
        yield name, answer.headers.get(name, "not told")


def main() -> None:
    """Print the facts; exit with status 1 and a message where there are none."""
    parser = argparse.ArgumentParser(description="Print what a page's head says of it.")
    parser.add_argument("url")
    url = parser.parse_args().url
    try:
        for name, value in facts(url):
            print(f"{name}: {value}")
    except requests.RequestException as error:
        sys.exit(f"No answer from {url}: {error}")


if __name__ == "__main__":
    main()
