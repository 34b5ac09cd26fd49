"""The ledger of the lecture is complete: against its blocks, against the catalogue, and on its page."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from lecture.ledger import PAGE, page_of, read

from harness.requirement import load_suites

LEDGER = read()
CATALOGUE = {suite.identifier(each) for suite in load_suites().values() for each in suite}
# a pattern names its requirement: one that is all stars would hold nothing
PATTERN = re.compile(r"(\*|[a-z-]+|[a-z]+-\*)\.[a-z][a-z0-9-]+\*?")
MOST_MATCHES = 20


def test_the_page_is_made_of_the_data() -> None:
    assert PAGE.read_text() == page_of(LEDGER), "run `python tests/lecture/ledger.py`"


def test_every_requirement_stands_in_the_ledger() -> None:
    assert {name for name in CATALOGUE if not any(fnmatchcase(name, each) for each in LEDGER.patterns)} == set()


def test_every_requirement_that_the_ledger_names_exists() -> None:
    for pattern in LEDGER.patterns:
        assert PATTERN.fullmatch(pattern), pattern
        assert 0 < sum(fnmatchcase(name, pattern) for name in CATALOGUE) <= MOST_MATCHES, pattern


def test_every_statement_is_tested_or_says_why_not() -> None:
    for each in LEDGER.statements:
        assert [bool(each.tested), bool(each.untestable), bool(each.outside)].count(True) == 1, each.says


def test_every_code_block_stands_in_the_ledger_once() -> None:
    blocks = [each.block for each in LEDGER.statements if each.block is not None]
    assert blocks == list(range(1, LEDGER.blocks + 1))
    assert not [each.says for each in LEDGER.statements if each.block is not None and not each.printed]


def test_no_cell_breaks_its_table() -> None:
    for each in LEDGER.statements:
        assert not {"|", "\n"} & set(f"{each.says}{each.printed}{each.untestable}{each.outside}"), each.says
