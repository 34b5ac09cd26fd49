"""The first line of a made-up log, for tests that are about what follows it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from harness.log import SCHEMA
from harness.model import Header, Tier

_HEADER = Header(
    schema=SCHEMA,
    submission="alice",
    origin="alice",
    path="alice",
    digest="d",
    suites="s",
    wireproof="0.1.0",
    python="3.11.7",
    platform="Linux",
    isolation=Tier.FULL,
    isolation_notes=(),
    seed=7,
    only=(),
    started="2025-03-04T10:15:00+00:00",
)


def header(**changes: Any) -> Header:
    """A header, in which ``changes`` are other than usual."""
    return replace(_HEADER, **changes)
