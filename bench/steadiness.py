"""Gradings of requirements on the references again and again, at rest and under load: how many verdicts differ.

Owns the load (busy processes, ended by this one) and the count. Prints; asserts nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count, islice
from pathlib import Path

import msgspec
from grading import REFERENCE
from temporary import temporary

from harness.requirement import load_suites

BUSY = "while True: pass"


def verdicts(program: str, only: str, report: Path, seed: int, jobs: int) -> dict[str, str]:
    """One grading's verdicts by identifier, with ``flaky`` where attempts differed."""
    path = REFERENCE / f"{program.replace('-', '_')}.py"
    command = [sys.executable, "-m", "harness.cli", "grade", str(path), "--program", program, "--only", only]
    command += ["--seed", str(seed), "--jobs", str(jobs), "--report", str(report)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    results = msgspec.json.decode((report / "results.json").read_bytes())
    requirements = [each for program in results["programs"] for each in program["requirements"]]
    return {each["id"]: each["verdict"] + " flaky" * each["flaky"] for each in requirements}


def gradings(programs: list[str], only: str, report: Path, jobs: int) -> Iterator[tuple[int, str, str]]:
    """Seed, identifier and verdict of one requirement after the other, for ever: all programs, then the next seed."""
    for seed in count():
        for program in programs:
            for identifier, verdict in verdicts(program, only, report, seed, jobs).items():
                yield seed, identifier, verdict


def main() -> None:
    """Grade ``--gradings`` requirements of the references, with ``--busy`` busy processes beside them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--gradings", type=int, default=1000)
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--program", action="append", help="all of the lecture's by default")
    parser.add_argument("--only", default="*", help="a pattern of requirements")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    usual: dict[str, str] = {}
    differing: list[str] = []
    began = time.perf_counter()
    with temporary() as folder, ExitStack() as load:
        for _ in range(arguments.busy):
            process = subprocess.Popen([sys.executable, "-c", BUSY])
            load.callback(process.wait)
            load.callback(process.kill)
        programs = arguments.program or list(load_suites())
        every = gradings(programs, arguments.only, folder, arguments.jobs)
        for seed, identifier, verdict in islice(every, arguments.gradings):
            counts[verdict] += 1
            if verdict != usual.setdefault(identifier, verdict) or "flaky" in verdict:
                differing.append(f"seed {seed}: {identifier} {verdict}, not {usual[identifier]}")
    seconds = time.perf_counter() - began
    print(f"{arguments.gradings:,} gradings of requirements beside {arguments.busy} busy processes: {seconds:.0f} s")
    print(", ".join(f"{number:,} {verdict}" for verdict, number in counts.items()))
    print(f"Differing verdicts: {len(differing)}")
    print("\n".join(differing), end="")


if __name__ == "__main__":
    main()
