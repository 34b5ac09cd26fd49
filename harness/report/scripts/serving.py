"""How a script comes to a server: one that runs already, or one that it starts.

Owns the arguments. ``carry_out`` is that of the part with which this is joined.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import nullcontext
from typing import Any

from harness.report.scripts.process import carry_out
from harness.report.scripts.program import Flaw, NotStarted, Program

# a zone in which few machines are: a server that tells another one's time shows
ZONE = "Asia/Kathmandu"


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:
    """Do what was recorded once, against a server that runs or one that is started here. Raises ``Flaw``."""
    starts_itself = arguments[:1] == ["--"] and len(arguments) > 1
    if record["own"] and not starts_itself:
        raise ValueError("this must start the server itself: give -- COMMAND ...")
    if not starts_itself and (len(arguments) != 2 or not arguments[1].isdecimal()):
        raise ValueError("give HOST PORT, or -- COMMAND ...")
    with started(arguments[1:], record) if starts_itself else nullcontext() as program:
        host, port = ("127.0.0.1", program.port) if program else (arguments[0], int(arguments[1]))
        carry_out(record, host, port, program, patience)


def started(command: list[str], record: dict[str, Any]) -> Program:
    """The server, listening. Raises ``NotStarted``, or ``Flaw`` where that is what was recorded."""
    # what it is given and must not tell
    env = {"AUTHKEY": secrets.token_hex(12)}
    if record["datagrams"]:
        env["TZ"] = os.environ["TZ"] = ZONE
        time.tzset()
    try:
        return Program(command, udp=record["datagrams"], env=env)
    except NotStarted as failure:
        if record["scene"] == "starts":
            raise Flaw(str(failure)) from None
        raise
