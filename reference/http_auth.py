"""The lecture's authentication: gets a page that wants a name and a password, and prints it.

    python http_auth.py URL user=NAME password=WORD

Owns what is done with the credentials. requests sends them in a field of its own, and to this host alone: a redirect to
another does not take them along.
"""

from __future__ import annotations

import argparse
import sys

import requests

TIME_LIMIT = 5.0  # seconds; requests has none of its own, and a silent server would hold the program for ever


def get(url: str, user: str, password: str) -> str:
    """Return the page at ``url``; raises ``requests.RequestException`` where there is none, or it is refused."""
    answer = requests.get(url, auth=(user, password), timeout=TIME_LIMIT)
    answer.raise_for_status()
    return answer.text


def field(argument: str) -> tuple[str, str]:
    """``key=value`` as a pair; the value may hold further ``=``."""
    key, _, value = argument.partition("=")
    if key not in {"user", "password"}:
        raise argparse.ArgumentTypeError(f"{argument!r} is neither user=NAME nor password=WORD")
    return key, value


def main() -> None:
    """Get one page; exit with status 1 and a message where that fails."""
    parser = argparse.ArgumentParser(description="Get a page that wants a name and a password.")
    parser.add_argument("url")
    parser.add_argument("fields", nargs=2, type=field, metavar="key=value")
    arguments = parser.parse_args()
    fields = dict(arguments.fields)
    try:
        print(get(arguments.url, fields.get("user", ""), fields.get("password", "")))
    except requests.RequestException as error:
        sys.exit(f"No page from {arguments.url}: {error}")


if __name__ == "__main__":
    main()
