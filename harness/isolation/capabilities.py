"""What this process may do beyond its user id, as the kernel says. See capabilities(7)."""

from __future__ import annotations

import re
from pathlib import Path

NET_BIND_SERVICE, SYS_PTRACE, SYS_ADMIN = 10, 19, 21


def holds(capability: int) -> bool:
    """Whether the calling process has ``capability`` in effect, in its own user namespace."""
    found = re.search(r"^CapEff:\s*(\w+)", Path("/proc/self/status").read_text(), re.M)
    return found is not None and bool(int(found[1], 16) >> capability & 1)
