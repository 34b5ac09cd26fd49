"""The README says what is so: its tables are the catalogue's and the tiers'."""

from __future__ import annotations

import re
from pathlib import Path

from harness.isolation.losses import LOST, WHEN
from harness.model import Tier
from harness.requirement import load_suites

README = (Path(__file__).parent.parent / "README.md").read_text()


def test_the_table_of_programs_is_the_catalogue() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|[^|]+\| (\d+) \|", README, re.M))
    assert rows == {name: str(len(suite.requirements)) for name, suite in load_suites().items()}


def test_the_table_of_isolation_says_what_the_reports_say() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|$", README, re.M)
    assert [row for row in rows if row[0] in set(Tier)] == [(tier, WHEN[tier], LOST[tier]) for tier in Tier]
