"""What a known-bad or known-good program says of itself in its first comments.

Owns the reading of `flaw:`, `fails:` and `hint:`. Knows nothing of how a program is graded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import suites

SUITES = Path(suites.__file__).parent
_LINE = re.compile(r"^\s*(?:#|//|\*)\s*(flaw|good|fails|hint):[ \t]*(.*?)[ \t]*$", re.M)


@dataclass(frozen=True)
class Declared:
    """A program of the zoo: exactly these requirements fail, and these hints fire."""

    program: str
    path: Path
    flaw: str
    fails: frozenset[str]
    hints: frozenset[tuple[str, str]]

    @property
    def name(self) -> str:
        return f"{self.program}/{self.path.parent.name}/{self.path.stem}"


def zoo() -> list[Declared]:
    """Every program that lies beside a suite."""
    places = [path for kind in ("known_bad", "known_good") for path in sorted(SUITES.glob(f"*/{kind}/*"))]
    return [_declared(path) for path in places if path.name != "__pycache__"]


def _declared(path: Path) -> Declared:
    text = (path / "conformance.toml" if path.is_dir() else path).read_text()
    said: dict[str, str] = {}
    for word, value in _LINE.findall(text):
        said[word] = f"{said[word]}, {value}" if word in said else value
    pairs = (pair.partition("=") for pair in _words(said.get("hint", "")))
    return Declared(
        program=path.parent.parent.name.replace("_", "-"),
        path=path,
        flaw=said.get("flaw", said.get("good", "")),
        fails=frozenset(_words(said.get("fails", ""))),
        hints=frozenset((requirement, hint) for requirement, _, hint in pairs),
    )


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]
