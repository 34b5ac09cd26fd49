"""The commented file that ``wireproof init`` writes; it lies beside this module, and a test reads it as a teacher's."""

from __future__ import annotations

from importlib.resources import files

TEMPLATE = files("harness.assignment").joinpath("template.toml").read_text(encoding="utf-8")
