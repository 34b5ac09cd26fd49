"""A folder for one measurement, which goes with it, also where a signal ends it.

Owns that folder. Knows nothing of what is measured.
"""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary(prefix: str = "wireproof-bench-") -> Iterator[Path]:
    """A new folder of temporary files. From now on SIGTERM and SIGHUP end this process as Ctrl-C does."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        yield Path(folder)
