"""What bench/mutation is told about its survivors speaks of the references as they are."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from harness.requirement import load_suites

ROOT = Path(__file__).parent.parent
REASONS: dict[str, list[dict[str, str]]] = tomllib.loads((ROOT / "bench/mutation/explained.toml").read_text())
GENERAL = REASONS.pop("every program")
REFERENCES = {program: (ROOT / f"reference/{program.replace('-', '_')}.py").read_text() for program in load_suites()}


def stands_in(pattern: str, source: str) -> bool:
    return any(re.search(pattern, line.strip()) for line in source.splitlines())


@pytest.mark.parametrize("program", sorted(REASONS))
def test_each_reason_speaks_of_a_scope_and_a_line_of_the_reference(program: str) -> None:
    source = REFERENCES[program]
    scopes = {"(top)", ""} | {
        node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    for reason in REASONS[program]:
        assert reason["why"].endswith(".")
        assert set(reason["where"].split(".")) <= scopes, reason
        assert stands_in(reason.get("was", ""), source), reason


def test_each_general_reason_speaks_of_a_line_of_some_reference() -> None:
    for reason in GENERAL:
        assert reason["was"]
        assert any(stands_in(reason["was"], source) for source in REFERENCES.values()), reason
