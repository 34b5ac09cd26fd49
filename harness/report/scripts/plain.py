"""A server that needs nothing but its key: how it is started, and how a client comes to be served by it.

May not know what is tried.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from harness.report.scripts.program import Program

# a zone in which few machines are: a server that tells another one's time shows
ZONE = "Asia/Kathmandu"


@contextmanager
def running(command: list[str], record: dict[str, Any]) -> Iterator[Program]:
    """The server, listening; it is given a key that it must not tell. Raises ``NotStarted``."""
    env = {"AUTHKEY": secrets.token_hex(12)}
    if record["datagrams"]:
        env["TZ"] = os.environ["TZ"] = ZONE
        time.tzset()
    with Program(command, env, udp=record["datagrams"]) as program:
        yield program


def greet(program: Program, link: socket.socket) -> socket.socket:
    """Say a word over a fresh connection and wait for the answer; the same connection. Raises ``OSError``."""
    link.send(b"" if program.udp else b"hello\n")
    if not link.recv(64):
        raise OSError("It was not answered.")
    return link
