"""Likely causes of a line server's failures, each proved by a known-bad program on which it fires.

Owns the guesses that lines alone call for; those that hold for any echo server are tcp-echo's. A hint looks at one
attempt's record and at nothing else.
"""

from __future__ import annotations

from harness.requirement import Hint

HINTS: tuple[Hint, ...] = ()
