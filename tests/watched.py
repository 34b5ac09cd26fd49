"""A grading, what it left behind (processes, mounts, temporary files), and how much memory it took.

Owns the comparison of before and after. The grading runs in a child that adopts every orphan, so that no
process of a submission can get away unseen.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from apart import apart
from grading import entries

from harness.isolation.namespaces import adopt_orphans
from harness.isolation.processes import descendants_of
from harness.log.writer import encoded
from harness.model import Entry, Footer, Result, Trouble

_DYING = 10.0
_GRADING = b"harness.plugin.parent"


@dataclass(frozen=True)
class Aftermath:
    """What came of a grading. ``left`` names everything that outlived it: it must be empty.

    ``peak`` is the most memory, in bytes, that the grading process itself ever held.
    """

    log: list[Entry]
    left: list[str]
    peak: int

    @property
    def results(self) -> dict[str, Result]:
        """The results of a complete log, by the requirement's own name."""
        assert not [each for each in self.log if isinstance(each, Trouble)]
        assert isinstance(self.log[-1], Footer)
        return {each.id.partition(".")[2]: each for each in self.log if isinstance(each, Result)}


def grade_watched(path: Path, scratch: Path, limit: float = 120.0, **plan: Any) -> Aftermath:
    """Grade ``path`` with ``scratch`` as the folder of temporary files."""

    def work() -> dict[str, Any]:
        tempfile.tempdir = os.environ["TMPDIR"] = str(scratch)
        found: list[Entry] = []
        peaks = [0]
        grading = partial(entries, path, tell=lambda _: peaks.append(_peak()), **plan)
        left = left_behind(scratch, lambda: found.extend(grading()))
        return {"log": [encoded(entry).decode() for entry in found], "left": left, "peak": max(peaks)}

    said = apart(work, limit)
    return Aftermath([msgspec.json.decode(line, type=Entry) for line in said["log"]], said["left"], said["peak"])


def left_behind(scratch: Path, work: Callable[[], object]) -> list[str]:
    """What ``work`` leaves behind; to be called apart, for this process becomes the parent of all orphans."""
    adopt_orphans()
    mounts = Path("/proc/self/mounts").read_text()
    work()
    end = time.monotonic() + _DYING
    while (alive := descendants_of(os.getpid())) and time.monotonic() < end:
        _reap()
        time.sleep(0.01)
    return [
        *(f"process {pid}: {Path(f'/proc/{pid}/cmdline').read_bytes()!r}" for pid in alive),
        *(
            f"mount {line}"
            for line in set(Path("/proc/self/mounts").read_text().splitlines()) - set(mounts.splitlines())
        ),
        *(f"file {path}" for path in sorted(scratch.rglob("*"))),
    ]


def _peak() -> int:
    """The most memory that a process of the grading itself has held so far, in bytes; 0 once it has ended."""
    peaks = [0]
    for pid in descendants_of(os.getpid()):
        with suppress(OSError):
            if _GRADING in Path(f"/proc/{pid}/cmdline").read_bytes():
                found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.M)
                peaks.append(int(found[1]) * 1024 if found else 0)
    return max(peaks)


def _reap() -> None:
    """Bury orphans that have ended, as process 1 does elsewhere."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
