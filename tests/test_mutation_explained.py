"""What bench/mutation is told about its survivors speaks of the references as they are."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from harness.requirement import load_suites

ROOT = Path(__file__).parent.parent
REASONS: dict[str, list[dict[str, str]]] = tomllib.loads((ROOT / "bench/mutation/explained.toml").read_text())


def test_only_programs_that_there_are_have_survivors() -> None:
    assert set(REASONS) <= set(load_suites())


@pytest.mark.parametrize("program", sorted(REASONS))
def test_each_reason_speaks_of_a_scope_and_a_line_of_the_reference(program: str) -> None:
    source = (ROOT / f"reference/{program.replace('-', '_')}.py").read_text()
    lines = [line.strip() for line in source.splitlines()]
    scopes = {"(top)"} | {
        node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    for reason in REASONS[program]:
        assert reason["why"].endswith(".")
        assert set(reason["where"].split(".")) <= scopes, reason
        assert any(line.startswith(reason.get("was", "")) for line in lines), reason
