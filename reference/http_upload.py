"""The lecture's upload: sends a file in a multipart form and prints the answer.

    python http_upload.py URL [FILE]

Owns the choice of the file and the name of its field; the form is made by requests.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import requests

TIME_LIMIT = 5.0  # seconds; requests has none of its own, and a silent server would hold the program for ever


def upload(url: str, path: Path) -> str:
    """Send the file at ``path`` and return the page that comes back.

    Raises ``requests.RequestException`` where there is none, and ``OSError`` where the file cannot be read.
    """
    with path.open("rb") as file:  # bytes: read as text, line ends and half the alphabet would change
        answer = requests.post(url, files={"file": (path.name, file)}, timeout=TIME_LIMIT)
    answer.raise_for_status()
    return answer.text


def main() -> None:
    """Upload one file; exit with status 1 and a message where that fails."""
    parser = argparse.ArgumentParser(description="Upload a file.")
    parser.add_argument("url")
    parser.add_argument("file", nargs="?", type=Path, default=Path("data.csv"))
    arguments = parser.parse_args()
    try:
        print(upload(arguments.url, arguments.file))
    except OSError as error:  # what requests raises is an OSError, too
        sys.exit(f"{arguments.file} was not uploaded: {error}")


if __name__ == "__main__":
    main()
