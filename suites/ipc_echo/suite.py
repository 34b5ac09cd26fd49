"""What an IPC echo server must do.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.ipc_echo.dialect import IpcDialect
from suites.ipc_echo.hints import HINTS
from suites.ipc_echo.requirements import FOR_FRIENDS
from suites.ipc_echo.strangers import FOR_STRANGERS
from suites.shared import lifecycle

SUITE = Suite(
    program="ipc-echo",
    dialect=IpcDialect(),
    module=__name__,
    hints=HINTS,
    requirements=(*lifecycle.FIRST, *FOR_FRIENDS, *FOR_STRANGERS, *lifecycle.LAST),
)
