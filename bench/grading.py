"""Times of gradings, as a table: the reference, its requirements, and programs without hope.

Owns what is measured and how it is printed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec
from bare import times_of
from temporary import temporary

import reference
from harness.requirement import load_suites

REFERENCE = Path(reference.__file__).parent
SUITES = REFERENCE.parent / "suites"
ROOT = Path(__file__).parent.parent
PROGRAMS = {"tcp-echo": "tcp_echo", "udp-time": "udp_time"}


def timed(command: list[str], cwd: Path | None = None) -> float:
    """Seconds that ``command`` takes; whatever its exit status."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=cwd)
    return time.perf_counter() - began


def graded(path: Path, report: Path) -> float:
    """Seconds of ``wireproof grade`` on ``path``."""
    return timed([sys.executable, "-m", "harness.cli", "grade", str(path), "--seed", "7", "--report", str(report)])


def requirement_times(report: Path) -> dict[str, float]:
    """Seconds a requirement, as the report says."""
    results = msgspec.json.decode((report / "results.json").read_bytes())
    return {each["id"]: each["seconds"] for program in results["programs"] for each in program["requirements"]}


def main() -> None:
    """Print the tables."""
    with temporary() as scratch:
        whole(scratch)
        for program, name in PROGRAMS.items():
            by_requirement(program, REFERENCE / f"{name}.py", scratch)


def whole(scratch: Path) -> None:
    """Whole commands."""
    print(f"{'whole command':<58}{'seconds':>9}")
    if shutil.which("tox"):
        command = ["tox", "-q", "-e", "conformance", "--", "reference/tcp_echo.py"]
        timed(command, ROOT)
        print(f"{'tox -e conformance -- reference/tcp_echo.py, warm':<58}{timed(command, ROOT):>9.2f}")
    subjects = {
        f"wireproof grade, reference of {program}": REFERENCE / f"{name}.py" for program, name in PROGRAMS.items()
    }
    zoo = {"crash_at_start": "a program that does not start", "mute": "a server that accepts and never answers"}
    subjects |= {f"{words}, tcp-echo": SUITES / "tcp_echo" / "known_bad" / f"{name}.py" for name, words in zoo.items()}
    for words, path in subjects.items():
        print(f"{words:<58}{graded(path, scratch / path.stem):>9.2f}")


def by_requirement(program: str, path: Path, scratch: Path) -> None:
    """A line a requirement: here, and bare."""
    report = scratch / f"again-{path.stem}"
    graded(path, report)
    here = requirement_times(report)
    bare = times_of(load_suites()[program], scratch)
    print(f"\n{'requirement':<40}{'here':>9}{'bare':>9}{'more':>9}   seconds")
    for identifier, seconds in here.items():
        print(f"{identifier:<40}{seconds:>9.3f}{bare[identifier]:>9.3f}{seconds - bare[identifier]:>9.3f}")
    total, floor = sum(here.values()), sum(bare.values())
    print(f"{'all':<40}{total:>9.3f}{floor:>9.3f}{total - floor:>9.3f}")


if __name__ == "__main__":
    main()
