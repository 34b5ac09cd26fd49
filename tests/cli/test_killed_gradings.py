"""``kill -9`` at any moment of a grading, in every tier: no process of it, no mount and no file is left.

A moment is how many processes there are, so that no clock is asked.
"""

from __future__ import annotations

import os
import signal
import sys
from random import Random
from typing import Any

import pytest
from apart import apart
from barred import open_ways
from cli.test_interrupts import stopped
from isolation.containers import PLACES, open_folder

from harness.isolation.processes import descendants_of
from harness.model import Tier

# it forks, leaves a daemon that no signal ends but one, writes where everybody may, and serves nobody
HOSTILE = """
import os, signal, time
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
open("here", "w").close()
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.chdir("/")
        time.sleep(600)
time.sleep(600)
"""
IN_TIER = (
    "import sys\n"
    "from harness import engine\n"
    "from harness.cli import run\n"
    "from harness.isolation.tiers import Finding\n"
    "from harness.model import Tier\n"
    "engine.find_tier = lambda _: Finding(Tier(sys.argv[1]))\n"
    "sys.exit(run(sys.argv[2:]))\n"
)
MOST = 12  # processes of a grading of the hostile program, without those of a sandbox


@pytest.mark.parametrize("tier", list(Tier))
def test_a_grading_that_is_killed_at_any_moment_leaves_nothing(tier: Tier) -> None:
    moment = Random(tier.value).randint(2, MOST)

    def work() -> dict[str, Any]:
        if os.getuid() == 0:
            # root's programs have a user of their own where that user can reach what they need
            open_ways(PLACES)
        with open_folder() as folder:
            (folder / "waiter.py").write_text(HOSTILE)
            return stopped(
                folder,
                signal.SIGKILL,
                (sys.executable, "-P", "-c", IN_TIER, tier.value),
                when=lambda: len(descendants_of(os.getpid())) >= moment,
            )

    after = apart(work, 120)
    assert (after["status"], after["left"]) == (-signal.SIGKILL, [])
