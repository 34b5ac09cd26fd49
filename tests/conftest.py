"""What holds for all tests: none hangs on how busy the machine is, or on how it was started.

In continuous integration (``CI`` is set), a test of isolation or of the pages in a browser that is skipped fails.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings
from skips import must_run

settings.register_profile("wireproof", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wireproof")

# a shell that runs them in its background has SIGINT ignored, and so would every process they interrupt
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let nobody believe that what was skipped was tried."""
    report = yield
    if report.skipped and must_run(item, os.environ, os.getuid()):
        report.outcome, report.longrepr = "failed", f"skipped where it must run: {report.longrepr}"
    return report
