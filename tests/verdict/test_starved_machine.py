"""A machine that is too busy costs nobody a point: correct programs are graded while it starves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apart import apart
from grading import entries
from starved import starved, stopped_in_bursts

import reference
import suites
from harness.model import Result, Verdict

REFERENCE = Path(reference.__file__).parent
SUITES = Path(suites.__file__).parent
LIMIT = 600.0
SUBJECTS = {
    "tcp-echo": (SUITES / "tcp_echo" / "known_good" / "c_poll", ("half-close", "concurrent-clients", "stops")),
    "udp-time": (REFERENCE / "udp_time.py", ("one-reply", "burst")),
    "tls-echo": (REFERENCE / "tls_echo.py", ("echoes", "survives-distrust")),
    "echo-client": (REFERENCE / "echo_client.py", ("prints-reply", "fails-clearly")),
}


@pytest.mark.parametrize("program", SUBJECTS)
def test_a_correct_program_fails_nothing_on_a_machine_that_starves(program: str) -> None:
    path, only = SUBJECTS[program]

    def work() -> dict[str, Any]:
        with stopped_in_bursts(0.09, 0.01) as halted, starved(5):
            log = entries(path, (program,), only=only, jobs=2)
        return {
            "verdicts": {each.id: each.verdict for each in log if isinstance(each, Result)},
            "stopped": len(halted),
        }

    found = apart(work, LIMIT)
    assert set(found["verdicts"].values()) <= {Verdict.PASS, Verdict.ERROR}, found
    assert len(found["verdicts"]) > len(only)
    assert found["stopped"] > 0
