"""``python -m harness.cli`` is ``wireproof``."""

from __future__ import annotations

from harness.cli import main

main()
