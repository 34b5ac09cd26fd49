"""The one-way flow, held by reading the imports of every module; and the house sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import harness
import reference
import suites

PACKAGES = {package.__name__: Path(package.__file__ or "").parent for package in (harness, reference, suites)}
MODULES = {
    ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for root in PACKAGES.values()
    for path in sorted(root.rglob("*.py"))
    if not {"known_bad", "known_good"} & set(path.parts)
}
MODELS = ("harness.model", "harness.errors", "harness.classroom.model")
BASE = {"harness", *MODELS}
# what each stage may import beside the base and itself: never a later one
STAGES = {
    "harness.model": set(),
    "harness.errors": set(),
    "harness.submission": set(),
    "harness.isolation": set(),
    "harness.patience": set(),
    "harness.rest": set(),
    "harness.exchange": {"harness.patience"},
    "harness.launch": {"harness.isolation", "harness.patience"},
    "harness.verdict": set(),
    "harness.log": set(),
    "harness.advice": {"harness.submission"},
    "harness.report": {"harness.log", "harness.verdict"},
    "harness.export": {"harness.assignment", "harness.log", "harness.report", "harness.verdict"},
    "harness.requirement": set(),
    "harness.judging": {"harness.requirement"},
    "harness.assignment": {"harness.requirement"},
    "harness.handout": {"harness.requirement", "harness.submission", "harness.report"},
}
# these compose the stages; each may import what comes before it here
COMPOSERS = ("harness.plugin", "harness.nursery", "harness.crew", "harness.engine", "harness.classroom", "harness.cli")
MOST_LINES, MOST_OF_A_FUNCTION = 330, 60


def imports_of(path: Path) -> Iterator[str]:
    """Modules that ``path`` names, those inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module
            yield from (
                name if (name := f"{node.module}.{each.name}") in MODULES else node.module for each in node.names
            )


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def ours(path: Path) -> set[str]:
    return {each for each in imports_of(path) if each.partition(".")[0] in PACKAGES}


def stage_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_no_later_one(stage: str) -> None:
    allowed = BASE | {stage} | STAGES[stage]
    wrong = {
        module: late
        for module, path in MODULES.items()
        if inside(module, stage)
        if (late := {each for each in ours(path) if each not in BASE and stage_of(each) not in allowed})
    }
    assert wrong == {}


def test_the_models_and_the_errors_import_nothing_of_ours_but_each_other() -> None:
    for module, path in MODULES.items():
        if any(inside(module, model) for model in MODELS):
            assert not [each for each in ours(path) if not any(inside(each, model) for model in MODELS)], module


@pytest.mark.parametrize("number", range(len(COMPOSERS)))
def test_what_composes_the_stages_is_composed_in_one_direction(number: int) -> None:
    later = COMPOSERS[number + 1 :]
    for module, path in MODULES.items():
        if inside(module, COMPOSERS[number]):
            late = [each for each in ours(path) - BASE if any(inside(each, other) for other in later)]
            assert late == [], module


def test_every_module_of_the_harness_belongs_to_a_stage_or_composes_them() -> None:
    known = {*STAGES, *COMPOSERS, "harness"}
    assert [each for each in MODULES if inside(each, "harness") and stage_of(each) not in known] == []


def test_the_reference_imports_neither_harness_nor_suites() -> None:
    for module, path in MODULES.items():
        if inside(module, "reference"):
            assert ours(path) == set(), module


def test_the_harness_imports_suites_by_name_alone() -> None:
    for module, path in MODULES.items():
        if inside(module, "harness"):
            assert not [each for each in ours(path) if not inside(each, "harness")], module


def test_suites_know_no_command_line_no_log_and_no_report() -> None:
    late = ("harness.cli", "harness.engine", "harness.log", "harness.report", "harness.submission", "harness.verdict")
    for module, path in MODULES.items():
        if inside(module, "suites"):
            assert not [each for each in ours(path) if any(inside(each, other) for other in late)], module


def test_only_the_plugin_imports_pytest() -> None:
    for module, path in MODULES.items():
        if inside(module, "harness") and not inside(module, "harness.plugin"):
            assert not [each for each in imports_of(path) if each.partition(".")[0] in {"pytest", "_pytest"}], module


def test_no_circle_of_imports_is_hidden_in_functions() -> None:
    graph = {module: ours(path) - {module} for module, path in MODULES.items()}
    # a package's own __init__ names its modules and is named by them; what it re-exports is what is meant
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join((*above, module))
        if module not in done:
            for each in graph.get(module, ()):
                visit(each, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("module", MODULES)
def test_a_module_opens_with_what_it_is_about(module: str) -> None:
    tree = ast.parse(MODULES[module].read_bytes())
    assert ast.get_docstring(tree)


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_are_of_a_size_that_can_be_read(module: str) -> None:
    source = MODULES[module].read_text()
    assert len(source.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < MOST_OF_A_FUNCTION, node.name
