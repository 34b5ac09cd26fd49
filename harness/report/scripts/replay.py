"""The exchange that was recorded, done again over plain TCP."""

from __future__ import annotations

from typing import Any

from harness.report.scripts.program import Program
from harness.report.scripts.stream import Exchange


def carry_out(record: dict[str, Any], host: str, port: int, program: Program | None, patience: int) -> None:
    """Do it once. Raises ``Flaw``."""
    Exchange(host, port, record["lines"], program, patience, record["form"]).run(record["steps"])
