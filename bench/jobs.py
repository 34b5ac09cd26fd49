"""How many requirements of one submission are best tried at once: seconds of whole gradings, by ``--jobs``, as a table.

Owns what is measured and how it is printed. Rows alternate, so that a machine that grows busy does so for all.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from statistics import median

from grading import REFERENCE, SUITES, timed
from temporary import temporary

SUBJECTS = {
    "tcp-echo": REFERENCE / "tcp_echo.py",
    "udp-time": REFERENCE / "udp_time.py",
    "http-get": REFERENCE / "http_get.py",
    "tcp-echo, mute": SUITES / "tcp_echo" / "known_bad" / "mute.py",
}


def graded(program: str, path: Path, jobs: int, report: Path) -> tuple[float, float]:
    """Seconds that a grading takes, and seconds of processor time that it costs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "harness.cli", "grade", str(path), "--program", program, "--seed", "7"]
    seconds = timed([*command, "--jobs", str(jobs), "--report", str(report)])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table: median seconds, and processor seconds of the harness itself."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--most", type=int, default=4)
    arguments = parser.parse_args()
    counts = range(1, arguments.most + 1)
    print(f"{'seconds (of processor)':<24}" + "".join(f"{f'--jobs {jobs}':>18}" for jobs in counts))
    with temporary() as folder:
        for name, path in SUBJECTS.items():
            found: dict[int, list[tuple[float, float]]] = {jobs: [] for jobs in counts}
            for _ in range(arguments.times):
                for jobs in counts:
                    found[jobs].append(graded(name.partition(",")[0], path, jobs, folder))
            cells = ((median(each) for each in zip(*found[jobs], strict=True)) for jobs in counts)
            print(f"{name:<24}" + "".join(f"{f'{wall:.1f} ({busy:.1f})':>18}" for wall, busy in cells), flush=True)


if __name__ == "__main__":
    main()
