"""Likely causes of an IPC server's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words. A hint looks at one attempt's record and at nothing else.
"""

from __future__ import annotations

from suites.shared.hints import LIVING, STARTING

HINTS = (*STARTING, *LIVING)
