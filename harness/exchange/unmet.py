"""The one exception by which a check says that a program does not do what it must.

Owns how evidence travels from a verifier to whoever decides. May not know what becomes of it.
"""

from __future__ import annotations

import msgspec

from harness.model import Evidence, Window


class Unmet(AssertionError):
    """A requirement was not met; ``evidence`` says so in facts (docs/design.md, *How a failure is told*).

    The arguments are those of ``Evidence``: sentences in the past tense, with numbers.
    """

    def __init__(
        self,
        *,
        sent: str,
        expected: str,
        observed: str,
        difference: str = "",
        window: Window | None = None,
        late: bool = False,
        hint: str = "",
        cause: str = "",
        example: str = "",
    ) -> None:
        self.evidence = Evidence(
            sent=sent,
            expected=expected,
            observed=observed,
            difference=difference,
            window=window,
            late=late,
            hint=hint,
            cause=cause,
            example=example,
        )
        super().__init__(_readable(self.evidence))

    def noting(self, finding: str) -> Unmet:
        """The same failure with one more sentence of what was observed."""
        facts = msgspec.structs.asdict(self.evidence)
        return Unmet(**{**facts, "observed": f"{self.evidence.observed} {finding}"})

    def because(self, hint: str, cause: str) -> Unmet:
        """The same failure with a likely cause: its name, and what it says to the student."""
        return Unmet(**{**msgspec.structs.asdict(self.evidence), "hint": hint, "cause": cause})


def _readable(evidence: Evidence) -> str:
    parts = {
        "Sent": evidence.sent,
        "Expected": evidence.expected,
        "Observed": evidence.observed,
        "Difference": evidence.difference,
        "Likely cause": evidence.cause,
        "Example": evidence.example,
    }
    return "\n".join(f"{name:<12}  {text}" for name, text in parts.items() if text)
