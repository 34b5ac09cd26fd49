"""What holds for all tests: none hangs on how busy the machine is, or on how it was started."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

settings.register_profile("wireproof", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wireproof")

# a shell that runs them in its background has SIGINT ignored, and so would every process they interrupt
signal.signal(signal.SIGINT, signal.default_int_handler)
