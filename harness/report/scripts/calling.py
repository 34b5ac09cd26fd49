"""How a script comes to a client that needs nothing but arguments."""

from __future__ import annotations

from typing import Any

from harness.report.scripts.client import CALLS, Caller
from harness.report.scripts.runs import command_of


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:  # noqa: ARG001 - as all do
    """Try what was recorded. Raises ``Flaw``."""
    CALLS[record["scene"]](Caller(command_of(arguments), record, {}))
