"""The reproduction script of a failure, run against the program that failed and against the reference.

Owns which program stands for which requirement, and the network of their own in which they meet.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kill_matrix.declarations import Declared, zoo

import reference
from harness.isolation.bubblewrap import find_bubblewrap
from harness.model import Result
from harness.report.reproduction import script_of
from harness.submission import read_submission

REFERENCE = Path(reference.__file__).parent
LIMIT = 120.0
SHOWS, SHOWS_NOT = 1, 0


def stands_for() -> dict[str, set[str]]:
    """By the name of a program, the identifiers it stands for: the Python program that fails least else."""
    found: dict[str, set[str]] = {}
    programs = [each for each in zoo() if each.path.parent.name == "known_bad" and each.path.suffix == ".py"]
    for identifier in {f"{each.program}.{name}" for each in programs for name in each.fails}:
        program, _, name = identifier.partition(".")
        fits = [each for each in programs if each.program == program and name in each.fails]
        chosen = min(fits, key=lambda each: (len(each.fails), each.name))
        found.setdefault(chosen.name, set()).add(identifier)
    return found


def misshown(declared: Declared, results: list[Result], folder: Path) -> Iterator[str]:
    """Sentences about scripts that do not show the flaw of ``declared``, or show one in the reference."""
    ids = stands_for().get(declared.name, set())
    failures = [each for each in results if each.id in ids]
    good = REFERENCE / f"{declared.program.replace('-', '_')}.py"
    for path, due in ((declared.path, SHOWS), (good, SHOWS_NOT)):
        # how a program is run stands in its script: the reference may take arguments where the other takes none
        (run,) = read_submission(str(path), (declared.program,)).programs
        for script in (script for each in failures if (script := script_of(each, run))):
            place = folder / script.name
            place.write_text(script.text)
            done = _apart(place, path)
            if done.returncode != due:
                yield f"{script.name} -- {path.name}: status {done.returncode}\n{done.stdout}{done.stderr}"


def _apart(script: Path, program: Path) -> subprocess.CompletedProcess[str]:
    """Run ``script`` with ``program`` where no other listens, and where nothing of the two outlives this process."""
    alone = ("--unshare-user", "--unshare-net", "--unshare-pid", "--die-with-parent")
    box = (find_bubblewrap()[0], *alone, "--dev-bind", "/", "/", "--proc", "/proc")
    command = [*box, "--chdir", str(script.parent), sys.executable, str(script), "--", sys.executable, str(program)]
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
