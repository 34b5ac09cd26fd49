"""What a client of objects must do.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.ipc_client import requirements
from suites.ipc_client.dialect import IpcCaller
from suites.ipc_client.hints import HINTS
from suites.shared import calling

SUITE = Suite(
    program="ipc-client",
    dialect=IpcCaller(),
    module=__name__,
    hints=HINTS,
    requirements=(
        requirements.authenticates,
        calling.sends.adopted(needs=("authenticates",)),
        calling.prints_reply,
        calling.fails_clearly.adopted(needs=("authenticates",)),
        calling.gives_up,
        requirements.refuses_impostor,
    ),
)
