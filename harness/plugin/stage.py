"""What one grading holds while it runs: isolation, kit and workbenches.

Owns what outlives a requirement. Knows no pytest, so that it can be tested without one.
"""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from random import Random

from harness.isolation.interface import Isolation
from harness.isolation.tiers import make
from harness.isolation.toolchain import chosen_python
from harness.launch.driving import DRIVER, driven, packed
from harness.launch.kit import Kit, make_kit
from harness.launch.workbench import Workbench, toolchain_for
from harness.model import Assignment, File, Plan, Program, Tree
from harness.requirement import Suite
from harness.verdict.attempts import Subject


class Stage:
    """Made once, before any thread: it takes the namespaces that everything else lives in."""

    def __init__(self, plan: Plan) -> None:
        assert plan.tier is not None, "the tier is chosen before a stage is set"
        self.plan = plan
        self.python = chosen_python(plan.python)
        self.programs = {program.name: program for program in plan.submission.programs}
        tools = toolchain_for(plan.submission.programs, self.python).joined(toolchain_for((), chosen_python(None)))
        scratch = Path(plan.scratch) if plan.scratch else None
        self.isolation: Isolation = make(plan.tier, tools, scratch)
        self.isolation.enter()
        self._life = ExitStack()
        self._benches: dict[tuple[str, Subject], Workbench] = {}
        self._kit: Kit | None = None

    @property
    def kit(self) -> Kit:
        """The run's credentials and ports, drawn from its seed."""
        if self._kit is None:
            self._kit = make_kit(Random(f"{self.plan.seed}/kit"))
        return self._kit

    def bench(self, suite: Suite, subject: Subject) -> Workbench:
        """The workbench of the submission's program, or of the reference, made when first asked for."""
        key = (program := suite.program, subject)
        if key not in self._benches:
            if subject is Subject.SUBMISSION:
                tree, what, python = self.plan.submission.tree, self.programs[program], self.python
                assignment = self.plan.assignment
            else:
                (tree, what), python, assignment = reference(program), chosen_python(None), Assignment()
            kit = self.kit
            if suite.driver:
                what = driven(what)
                kit = dataclasses.replace(kit, files={**kit.files, DRIVER: packed(suite.driver)})
            bench = Workbench(self.isolation, tree, what, kit, python, assignment)
            self._benches[key] = self._life.enter_context(bench.prepared())
        return self._benches[key]

    def close(self) -> None:
        """Give back every folder."""
        self._life.close()


def reference(program: str) -> tuple[Tree, Program]:
    """The reference implementation of ``program`` as if it had been submitted.

    Raises ``FileNotFoundError`` where there is none.
    """
    name = program.replace("-", "_") + ".py"
    source = files("reference").joinpath(name).read_bytes()
    tree = Tree(files=(File(path=name.encode(), content=source),))
    return tree, Program(name=program, path=name, command=("{python}", name))
