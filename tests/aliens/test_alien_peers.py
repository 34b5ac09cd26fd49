"""Servers that nobody here wrote, from Debian's packages, get the verdicts they deserve.

A manifest is all they need. What each fails was found out by hand, from its manual and with ``nc``.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from grading import grade

from harness.model import Verdict

# socat, a process a client: the kernel's own buffers and cat(1) between them make a faultless echo server
SOCAT_FORKS = ("socat", "TCP-LISTEN:{port},fork,reuseaddr,backlog=128", "EXEC:cat")
# socat with a pipe to itself: one process both ways, which blocks for good where the pipe has room for a part only
SOCAT_PIPE = ("socat", "TCP6-LISTEN:{port},ipv6only=0,fork,reuseaddr,backlog=128", "PIPE")
# ncat drops what cat has not yet returned when the client ends its side, and listens with a backlog of 10
NCAT = ("ncat", "--listen", "--keep-open", "--exec", "/bin/cat", "{port}")
# socat takes an empty datagram for the end of its input, and starts no command for it
SOCAT_TIME = ("socat", "UDP-RECVFROM:{port},fork", "SYSTEM:date '+%a %b %e %T %Y'")

ALIENS = [
    ("tcp-echo", SOCAT_FORKS, {"serves-ipv6"}),
    ("tcp-echo", SOCAT_PIPE, {"small-window"}),
    ("tcp-echo", NCAT, {"half-close", "connection-burst"}),
    ("udp-time", SOCAT_TIME, {"answers-empty", "frees"}),
]
# What these two deserve hangs on how fast their client reads, for both can block for good while a client sends and
# reads at once. Caught in that state, socat sat in write(2) to its own full pipe (1 of 40 messages of 4 MiB, to one
# that paused now and then), and so did ncat and its cat, each to the other's (33 of 40). socat blocks where it writes
# less than the whole pages its pipe is made of, and on a busy machine it may never have to: beside eight busy processes
# 2 of 24 gradings of half-close passed, on a quiet machine none of 24. The segments of small-window leave no choice.
MAY_DESERVE: dict[tuple[str, ...], set[str]] = {
    SOCAT_PIPE: {"large-message", "half-close"},
    NCAT: {"large-message", "small-window"},
}


@pytest.mark.parametrize(("program", "command", "deserved"), ALIENS, ids=["forks", "pipe", "ncat", "time"])
def test_an_alien_server_gets_the_verdicts_it_deserves(
    program: str, command: tuple[str, ...], deserved: set[str], tmp_path: Path
) -> None:
    assert shutil.which(command[0]), f"{command[0]} is not installed: see .ci/run"
    folder = tmp_path / "alien"
    folder.mkdir()
    (folder / "conformance.toml").write_text(f"[programs.{program}]\ncommand = {json.dumps(command)}\n")
    results = grade(folder)
    failed = {each.id.partition(".")[2] for each in results if each.verdict is Verdict.FAIL}
    errors = [each for each in results if each.verdict is Verdict.ERROR]
    assert failed - MAY_DESERVE.get(command, set()) == deserved, errors
