"""How a script comes to a server: one that runs already, or one that it starts.

Owns the arguments. ``running`` and ``carry_out`` are those of the parts with which this is joined.
"""

from __future__ import annotations

from typing import Any

from harness.report.scripts.plain import running
from harness.report.scripts.process import carry_out
from harness.report.scripts.program import HOST, Flaw, NotStarted


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:
    """Do what was recorded once, against a server that runs or one that is started here. Raises ``Flaw``."""
    starts_itself = arguments[:1] == ["--"] and len(arguments) > 1
    if record["own"] and not starts_itself:
        raise ValueError("this must start the server itself: give -- COMMAND ...")
    if not starts_itself and (len(arguments) != 2 or not arguments[1].isdecimal()):
        raise ValueError("give HOST PORT, or -- COMMAND ...")
    if not starts_itself:
        carry_out(record, arguments[0], int(arguments[1]), None, patience)
        return
    try:
        with running(arguments[1:], record) as program:
            carry_out(record, HOST, program.port, program, patience)
    except NotStarted as failure:
        if record["scene"] == "starts":
            raise Flaw(str(failure)) from None
        raise
