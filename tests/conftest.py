"""What holds for all tests: whether one passes does not hang on how busy the machine is."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("wireproof", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wireproof")
