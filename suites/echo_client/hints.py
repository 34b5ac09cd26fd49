"""Likely causes of a TCP client's failures, each proved by a known-bad program on which it fires.

Owns which of them apply; their words are shared with other clients.
"""

from __future__ import annotations

from harness.requirement import Hint
from suites.shared.calling_hints import STREAM_HINTS

HINTS: tuple[Hint, ...] = STREAM_HINTS
