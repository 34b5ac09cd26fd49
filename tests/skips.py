"""Which tests must never be skipped where a whole machine is there for them: in continuous integration.

Owns the rule; who keeps it is ``conftest``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

ISOLATION = Path(__file__).parent / "isolation"


def must_run(item: pytest.Item, environ: Mapping[str, str], user: int) -> bool:
    """Whether a skip of ``item`` is a failure. Only root can simulate containers; a browser is there for everybody."""
    isolated = user == 0 and item.path.is_relative_to(ISOLATION)
    return "CI" in environ and (isolated or item.get_closest_marker("browser") is not None)
