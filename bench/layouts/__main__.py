"""A made-up class of sixty, really graded as each platform hands it out, and whether it comes to the same.

    python bench/layouts [--layouts LAYOUT…] [--count N] [--jobs N] [--folder DIR] [--only PATTERN…]

LAYOUT is one of folders, files, canvas, moodle, gradescope, github, canvas.zip and moodle.zip. Owns the runs and what
is printed; the exit status is 1 where anything does not hold. What DIR holds is gone on with.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks import Rows, by_number, differing, lost_and_doubled, misplaced
from platforms import FOLDERS, ZIPPED, canvas_gradebook, laid_out, moodle_worksheet, roster
from students import PROGRAM, Student, the_class

from harness.classroom.reader import read_class

sys.path.insert(0, str(Path(__file__).parent.parent))
from temporary import temporary

TITLE = "Time, please"
ASSIGNMENT = f"""\
title    = "{TITLE}"
programs = ["{PROGRAM}"]
roster   = "roster.csv"
absent   = "zero"
[hidden]
requirements = ["right-client"]
"""


@dataclass(frozen=True)
class Tried:
    """One layout: its rows, what does not hold, and the seconds of both runs."""

    rows: Rows
    wrong: tuple[str, ...]
    first: float
    again: float


def tried(layout: str, students: tuple[Student, ...], place: Path, words: Sequence[str]) -> Tried:
    """Lay out, grade, grade again, and fill in the gradebook of that platform."""
    place.mkdir(parents=True, exist_ok=True)
    source, known = laid_out(layout, students, place)
    (place / "roster.csv").write_bytes(roster(layout, students))
    (place / "assignment.toml").write_text(ASSIGNMENT)
    results = place / "results"
    command = ("class", str(source), "--assignment", str(place / "assignment.toml"), "--report", str(results), *words)
    first, _ = timed(command)
    again, told = timed(command)
    class_ = read_class(results)
    rows = by_number(class_, known)
    wrong = [*lost_and_doubled(class_, known, students)]
    wrong += [] if " 0 to grade" in told else ["the second run graded again"]
    return Tried(rows, (*wrong, *gradebooks(layout, students, place, rows)), first, again)


def gradebooks(layout: str, students: tuple[Student, ...], place: Path, rows: Rows) -> Iterator[str]:
    """What does not come back right from the gradebook of the layout's own platform."""
    words: tuple[str, ...]
    if layout.startswith("canvas"):
        (place / "gradebook.csv").write_bytes(canvas_gradebook(students, TITLE))
        words = ("export", "canvas", str(place / "results"), "--gradebook", str(place / "gradebook.csv"))
        yield from misplaced(run(words).stdout, rows, students, f"{TITLE} (77)", "ID", 10)
    if layout.startswith("moodle"):
        (place / "worksheet.csv").write_bytes(moodle_worksheet(students))
        words = ("export", "moodle", str(place / "results"), str(place / "worksheet.csv"))
        yield from misplaced(run(words).stdout, rows, students, "Grade", "Identifier", 100)


def timed(words: Sequence[str]) -> tuple[float, str]:
    """Seconds of a command, and what it said."""
    began = time.perf_counter()
    done = run(words)
    said = (done.stdout + done.stderr).decode(errors="replace")
    if done.returncode not in (0, 3):
        sys.exit(f"wireproof {' '.join(words)} ended with status {done.returncode}:\n{said}")
    return time.perf_counter() - began, said


def run(words: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """One command of wireproof's."""
    return subprocess.run([sys.executable, "-m", "harness.cli", *words], capture_output=True, check=False)


def main() -> int:
    """Print a line a layout, and all that does not hold."""
    every = [*FOLDERS, *(f"{name}.zip" for name in ZIPPED)]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layouts", nargs="+", choices=every, default=every)
    parser.add_argument("--count", type=int, default=60, help="submissions, sixty at most")
    parser.add_argument("--jobs", default="2", help="gradings at once")
    parser.add_argument("--folder", type=Path, help="where all of it is kept; nowhere by default")
    parser.add_argument("--only", nargs="+", default=["*"], help="requirements")
    given = parser.parse_args()
    students = the_class(given.count)
    words = ("--seed", "7", "--jobs", given.jobs, *(word for each in given.only for word in ("--only", each)))
    print(f"{'':<12}{'students':>9}{'seconds':>9}{'again':>7}")
    seen: list[tuple[str, Rows]] = []
    wrong = 0
    with temporary() as folder:
        for layout in given.layouts:
            came = tried(layout, students, (given.folder or folder) / layout, words)
            print(f"{layout:<12}{len(came.rows):>9}{came.first:>9.1f}{came.again:>7.1f}", flush=True)
            against = (
                [f"unlike {seen[0][0]}: {each}" for each in differing(seen[0][1], came.rows, students)] if seen else []
            )
            for each in (*came.wrong, *against):
                print(f"    {each}", flush=True)
            wrong += len(came.wrong) + len(against)
            seen.append((layout, came.rows))
    print(f"{wrong} things do not hold." if wrong else "All of it holds.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
