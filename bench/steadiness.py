"""Gradings of the references again and again, at rest and under load, to see whether any verdict differs.

Owns the load (busy processes, ended by this one) and the count. Prints; asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import msgspec

import reference

REFERENCE = Path(reference.__file__).parent
BUSY = "while True: pass"


def verdicts(path: Path, report: Path, seed: int) -> dict[str, str]:
    """One grading's verdicts by identifier, with ``flaky`` where attempts differed."""
    command = [sys.executable, "-m", "harness.cli", "grade", str(path), "--seed", str(seed), "--report", str(report)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    results = msgspec.json.decode((report / "results.json").read_bytes())
    requirements = [each for program in results["programs"] for each in program["requirements"]]
    return {each["id"]: each["verdict"] + " flaky" * each["flaky"] for each in requirements}


def main() -> None:
    """Grade both references ``--times`` times with ``--busy`` busy processes beside them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--busy", type=int, default=os.cpu_count() or 2)
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    others: list[str] = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as load:
        for _ in range(arguments.busy):
            process = subprocess.Popen([sys.executable, "-c", BUSY])
            load.callback(process.wait)
            load.callback(process.kill)
        for number in range(arguments.times):
            for path in (REFERENCE / "tcp_echo.py", REFERENCE / "udp_time.py"):
                for identifier, verdict in verdicts(path, Path(folder, path.stem), number).items():
                    counts[verdict] += 1
                    others += [f"seed {number}: {identifier} {verdict}"] * (verdict != "pass")
    print(f"{arguments.times} gradings of each reference beside {arguments.busy} busy processes: ", end="")
    print(f"{time.perf_counter() - began:.0f} s")
    print(", ".join(f"{count:,} {verdict}" for verdict, count in counts.items()))
    print("\n".join(others) or "No verdict differed.")


if __name__ == "__main__":
    main()
