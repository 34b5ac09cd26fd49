"""The README says what is so: its table of programs is the catalogue's."""

from __future__ import annotations

import re
from pathlib import Path

from harness.requirement import load_suites

README = (Path(__file__).parent.parent / "README.md").read_text()


def test_the_table_of_programs_is_the_catalogue() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|[^|]+\| (\d+) \|", README, re.M))
    assert rows == {name: str(len(suite.requirements)) for name, suite in load_suites().items()}
