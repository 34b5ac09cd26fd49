"""Times of the references, as a table: each program alone, its requirements, and the folder of all of them.

    python bench/folder.py [--requirements]

Owns the runs and the table; ``--requirements`` adds a line a requirement. A requirement's time is that of its own
tries, several of which go on at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from grading import REFERENCE, graded, requirement_times
from temporary import temporary

LONGEST = 3


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requirements", action="store_true", help="a line a requirement, too")
    given = parser.parse_args()
    programs = sorted(path for path in REFERENCE.glob("*.py") if path.stem != "__init__")
    print(f"{'program':<18}{'alone':>8}{'requirements':>14}{'their sum':>11}   the longest, in seconds")
    alone: dict[str, float] = {}
    with temporary() as scratch:
        for path in programs:
            report = scratch / path.stem
            alone[path.stem] = graded(path, report)
            times = requirement_times(report)
            print(f"{path.stem:<18}{alone[path.stem]:>8.1f}{len(times):>14}{_told(times)}", flush=True)
        servers = sum(seconds for name, seconds in alone.items() if not is_client(name))
        print(f"\n{'all servers, one after the other':<40}{servers:>8.1f}")
        print(f"{'all clients, one after the other':<40}{sum(alone.values()) - servers:>8.1f}")
        print(f"{'the folder, one command':<40}{graded(REFERENCE, scratch / 'folder'):>8.1f}")
        if given.requirements:
            by_requirement(requirement_times(scratch / "folder"))


def by_requirement(times: Mapping[str, float]) -> None:
    """A line a requirement, the longest first."""
    print(f"\n{'requirement, of the folder':<40}{'seconds':>8}")
    for identifier, seconds in sorted(times.items(), key=lambda each: -each[1]):
        print(f"{identifier:<40}{seconds:>8.2f}")


def is_client(name: str) -> bool:
    """Whether a reference's file is that of a client."""
    return name.startswith("http_") or name.endswith("_client")


def _told(times: Mapping[str, float]) -> str:
    longest = sorted(times.items(), key=lambda each: -each[1])[:LONGEST]
    words = ", ".join(f"{identifier.partition('.')[2]} {seconds:.1f}" for identifier, seconds in longest)
    return f"{sum(times.values()):>11.1f}   {words}"


if __name__ == "__main__":
    main()
