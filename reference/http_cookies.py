"""The lecture's cookies: requests a page twice, the second time with the cookies that came with the first.

    python http_cookies.py URL

Owns the order of the two requests. Which cookies go where, and until when, is known to the jar of requests.
"""

from __future__ import annotations

import argparse
import sys

import requests

TIME_LIMIT = 5.0  # seconds; requests has none of its own, and a silent server would hold the program for ever


def get_twice(url: str) -> str:
    """Return the second page; raises ``requests.RequestException`` where one of them is not to be had."""
    first = requests.get(url, timeout=TIME_LIMIT)
    first.raise_for_status()
    second = requests.get(url, cookies=first.cookies, timeout=TIME_LIMIT)
    second.raise_for_status()
    return second.text


def main() -> None:
    """Get the page; exit with status 1 and a message where that fails."""
    parser = argparse.ArgumentParser(description="Get a page twice, the second time with its cookies.")
    parser.add_argument("url")
    url = parser.parse_args().url
    try:
        print(get_twice(url))
    except requests.RequestException as error:
        sys.exit(f"No page from {url}: {error}")


if __name__ == "__main__":
    main()
