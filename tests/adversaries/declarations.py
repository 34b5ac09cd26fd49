"""What a hostile program says of itself in its first comments, and the submission that it is handed in as.

Owns the reading of `plays:`, `must not:`, `verdicts:` and `harmless`. Knows nothing of how it is graded.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import reference

PROGRAMS = Path(__file__).parent / "programs"
PARTS = PROGRAMS / "parts"
REFERENCE = Path(reference.__file__).parent
_LINE = re.compile(r"^# ([a-z ]+): (.+)$", re.M)
_MANIFEST = '[programs.{0}]\ncommand = ["{{python}}", "{1}"]\n'


@dataclass(frozen=True)
class Adversary:
    """A hostile program. ``verdicts`` are those of all requirements that it is tried by, by their own names.

    ``harmless`` is true where it may be let loose without a sandbox.
    """

    name: str
    plays: str
    must_not: str
    verdicts: dict[str, str]
    harmless: bool

    @property
    def path(self) -> Path:
        return PROGRAMS / f"{self.name}.py"

    @property
    def neighbour(self) -> str:
        """A good program of the same submission, which is graded by the same process right after it."""
        # one that comes later in the lecture, for that is the order
        return "http-upload" if self.plays.startswith("http-") else "event-loop"

    @property
    def only(self) -> tuple[str, ...]:
        """The requirements that both are tried by."""
        good = "multipart" if self.neighbour == "http-upload" else "echoes"
        return (*(f"{self.plays}.{name}" for name in self.verdicts), f"{self.neighbour}.{good}")

    def handed_in(self, folder: Path) -> Path:
        """A submission of this program and its neighbour, in a new folder of its own below ``folder``.

        Another student's lies beside it.
        """
        submission = folder / self.name
        shutil.copytree(PARTS, submission)
        (folder / "another.txt").write_text("another student's work")
        good = REFERENCE / f"{self.neighbour.replace('-', '_')}.py"
        for source in (self.path, good):
            shutil.copy(source, submission)
        programs = ((self.plays, self.path.name), (self.neighbour, good.name))
        (submission / "conformance.toml").write_text("".join(_MANIFEST.format(*each) for each in programs))
        return submission


def adversaries() -> list[Adversary]:
    """All of them, by name."""
    return [_declared(path) for path in sorted(PROGRAMS.glob("*.py"))]


def _declared(path: Path) -> Adversary:
    said = dict(_LINE.findall(path.read_text()))
    pairs = (pair.partition("=") for pair in said["verdicts"].split(", "))
    return Adversary(
        name=path.stem,
        plays=said["plays"],
        must_not=said["must not"],
        verdicts={name: verdict for name, _, verdict in pairs},
        harmless="harmless" in said,
    )
