"""A made-up class, side by side and one after the other: submissions a minute, processor, memory.

Owns the class (good, bad, hanging and non-starting submissions in equal parts), what is measured and how it is printed.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from temporary import temporary

import reference
from harness.classroom.reader import read_class
from harness.isolation.processes import descendants_of

REFERENCE = Path(reference.__file__).parent
BAD = {"tcp-echo": "one_recv", "udp-time": "answers_twice"}
"""By program, one of its zoo that fails several requirements."""
_LOOK = 0.2


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock and of processor time, and the largest size of all its processes."""

    clock: float
    processor: float
    memory: float


def made_up(folder: Path, program: str, count: int) -> None:
    """A class of ``count`` submissions, of each kind in turn."""
    module = program.replace("-", "_")
    zoo = REFERENCE.parent / "suites" / module / "known_bad"
    kinds = {
        "good": REFERENCE / f"{module}.py",
        "bad": zoo / f"{BAD[program]}.py",
        "hanging": zoo / "mute.py",
        "broken": zoo / "crash_at_start.py",
    }
    folder.mkdir()
    for number in range(count):
        kind = list(kinds)[number % len(kinds)]
        shutil.copy(kinds[kind], folder / f"{number:03}-{kind}.py")


def measured(command: list[str], cwd: Path) -> Cost:
    """What ``command`` costs; its exit status does not matter."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        sizes: list[float] = [0.0]
        watch = threading.Thread(target=lambda: sizes.extend(_sizes(process)))
        watch.start()
        process.wait()
        watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - began, spent, max(sizes))


def _sizes(process: subprocess.Popen[bytes]) -> Iterator[float]:
    """Resident MiB of the command and of all that it started, looked at five times a second."""
    while process.poll() is None:
        yield sum(map(_size, (process.pid, *descendants_of(process.pid))))
        time.sleep(_LOOK)


def _size(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * resource.getpagesize() / (1 << 20)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="submissions")
    parser.add_argument("--program", choices=BAD, default="tcp-echo", help="what all of them hand in")
    parser.add_argument("--one-by-one", type=int, metavar="N", help="only the first N one after the other")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2, 4, 8], help="gradings at once")
    parser.add_argument("--only", default="*", help="requirements")
    given = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    alone = given.count if given.one_by_one is None else min(given.count, given.one_by_one)
    print(f"{given.count} submissions of {given.program} on {cores} processors, {alone} of them one after the other\n")
    print(f"{'':<28}{'seconds':>9}{'a minute':>10}{'processor':>11}{'MiB':>7}{'errors':>8}")
    with temporary() as folder:
        made_up(folder / "hw1", given.program, given.count)
        options = ["--seed", "7", "--only", given.only, "--program", given.program]
        if alone:
            one_by_one = [sys.executable, "-c", _LOOP, str(alone), *options]
            row("wireproof grade, a loop", measured(one_by_one, folder), alone, cores, "")
        for jobs in given.jobs:
            words = ["class", "hw1", *options, "--jobs", str(jobs), "--report", f"results-{jobs}"]
            cost = measured([sys.executable, "-m", "harness.cli", *words], folder)
            errors = sum(each.has_error for each in read_class(folder / f"results-{jobs}").rows)
            row(f"wireproof class --jobs {jobs}", cost, given.count, cores, str(errors))


_LOOP = """
import subprocess, sys
from pathlib import Path
for path in sorted(Path("hw1").iterdir())[: int(sys.argv[1])]:
    words = ["grade", str(path), *sys.argv[2:], "--jobs", "1", "--report", f"one-by-one/{path.stem}"]
    subprocess.run([sys.executable, "-m", "harness.cli", *words])
"""


def row(name: str, cost: Cost, count: int, cores: int, errors: str) -> None:
    """One line of the table."""
    share = cost.processor / cost.clock / cores
    print(
        f"{name:<28}{cost.clock:>9.1f}{60 * count / cost.clock:>10.1f}{share:>11.0%}{cost.memory:>7.0f}{errors:>8}",
        flush=True,
    )


if __name__ == "__main__":
    main()
