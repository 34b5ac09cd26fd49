"""Likely causes of a GET client's failures, each proved by a known-bad program on which it fires.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.requirement import Hint

HINTS: tuple[Hint, ...] = ()
