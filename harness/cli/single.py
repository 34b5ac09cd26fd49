"""``python -m harness.cli.single``: ``wireproof grade`` as one of a class, that says how it ended in one line of JSON.

Owns the redirection of what the command prints. Ends with whoever started it.
"""

from __future__ import annotations

import os
import select
import sys

import msgspec

from harness.classroom.child import Ended
from harness.classroom.handed import writable
from harness.cli import run
from harness.errors import ExitStatus
from harness.isolation.namespaces import die_with_parent


def main() -> None:
    """Grade as the arguments say; the words of an error go into the line."""
    die_with_parent(os.getppid())
    if _nobody_hears(sys.stdout.fileno()):
        return
    told: list[tuple[str, str]] = []

    def tell(what: str, cure: str, status: ExitStatus) -> int:
        told.append((what, cure))
        return status

    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as line:
        # what the command prints is in the report
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = run(["grade", *sys.argv[1:]], tell)
        what, cure = told[-1] if told else ("", "")
        line.write(msgspec.json.encode(Ended(status=status, what=writable(what), cure=writable(cure))))


def _nobody_hears(descriptor: int) -> bool:
    """Whether whoever started this process ended before it could be asked to end with them: the pipe has no reader."""
    poll = select.poll()
    poll.register(descriptor, 0)
    return any(events & select.POLLERR for _, events in poll.poll(0))


if __name__ == "__main__":
    main()
