"""Likely causes of an event loop's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words. A hint looks at one attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.requirement import Hint

HINTS: tuple[Hint, ...] = ()
