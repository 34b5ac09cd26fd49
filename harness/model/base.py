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
    """What is known of one requirement after it was tried (docs/design.md, *Verdicts*)."""

    PASS = "pass"
    FAIL = "fail"
    BLOCKED = "blocked"
    SKIPPED = "skipped"
    ERROR = "error"


class Tier(StrEnum):
    """How far a submission is kept from the machine, strongest first (docs/design.md, *Isolation*)."""

    FULL = "full"
    MASKED_PROC = "masked-proc"
    LANDLOCK = "landlock"
    PROCESS = "process"

    @property
    def own_network(self) -> bool:
        """Whether a program has a network to itself, in which every port is free and every host name is ours."""
        return self in {Tier.FULL, Tier.MASKED_PROC}

    def suffices(self, required: Tier) -> bool:
        """Whether it keeps a program at least as far as ``required`` does."""
        order = list(Tier)
        return order.index(self) <= order.index(required)
