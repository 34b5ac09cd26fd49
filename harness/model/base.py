"""What every value is made from: strict frozen structs, levels, verdicts, tiers.

Owns their words and the default points. Knows no other module.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every value: immutable, compared by content, strict when decoded."""


class Level(StrEnum):
    """How binding a requirement is (RFC 2119)."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"

    @property
    def points(self) -> int:
        """Points a requirement of this level earns unless an assignment says otherwise."""
        return {"MUST": 4, "SHOULD": 1, "MAY": 0}[self.value]


class Verdict(StrEnum):
    """What is known of one requirement after it was tried (SPEC.md, *How to read it*)."""

    PASS = "pass"
    FAIL = "fail"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    ERROR = "error"


class Tier(StrEnum):
    """How far a submission is kept from the machine, strongest first (DESIGN.md)."""

    FULL = "full"
    PROCESS = "process"
