"""Reads ``explained.toml``: why a mutant that no requirement kills is no flaw.

Owns how a reason is matched to mutants: by where they stand, and by the line before and after, as regular expressions.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from mutants import Mutant

GENERAL = "every program"
FILE = Path(__file__).with_name("explained.toml")


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mutants ``where`` it says, or anywhere: the whole scope, or the lines in which ``was`` and ``now`` stand."""

    why: str
    where: str = ""
    was: str = ""
    now: str = ""

    def fits(self, mutant: Mutant) -> bool:
        """Whether it speaks of this one."""
        inside = not self.where or f"{mutant.where}.".startswith(f"{self.where}.")
        return inside and bool(re.search(self.was, mutant.was) and re.search(self.now, mutant.now))


class Explained:
    """The reasons of one program, before those that hold for all."""

    def __init__(self, own: tuple[Reason, ...], general: tuple[Reason, ...]) -> None:
        self._own, self._reasons = own, own + general

    def why(self, mutant: Mutant) -> str:
        """The first reason that fits; empty where none does."""
        return next((each.why for each in self._reasons if each.fits(mutant)), "")

    def out_of_reach(self, mutant: Mutant) -> bool:
        """Whether its whole scope is explained, so that it need not be run."""
        return any(each.fits(mutant) and not each.was and not each.now for each in self._reasons)

    def stale(self, mutants: list[Mutant]) -> list[str]:
        """Reasons that fit no mutant."""
        return [f"{each.where}: {each.was}" for each in self._own if not any(map(each.fits, mutants))]


def explanations(program: str) -> Explained:
    """Those of ``program``. Raises ``msgspec.ValidationError`` where the file is not as it should be."""
    everything = msgspec.toml.decode(FILE.read_bytes(), type=dict[str, tuple[Reason, ...]])
    return Explained(everything.get(program, ()), everything.get(GENERAL, ()))
