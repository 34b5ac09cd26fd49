"""A module that defines classes, put to use in a process of its own: this very file is run again, as a player.

Owns the command of that process, and the loading. May not know what is played.
"""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

PLAY = "--play"


def player(arguments: list[str], *words: str) -> list[str]:
    """The command that runs this file in place of the module, and tells it ``words`` and the module.

    Raises ``ValueError`` where there is no such module.
    """
    if arguments[:1] != ["--"] or len(arguments) < 3 or not Path(arguments[-1]).is_file():
        raise ValueError("give -- python MODULE.py: the interpreter, and the file that defines the class")
    return [*arguments[1:-1], os.path.abspath(__file__), PLAY, *words, str(Path(arguments[-1]).absolute())]


def loaded(path: str) -> Any:
    """The module, with what it imports and defines; what it does beside that at its top level is left out."""
    module = ModuleType(Path(path).stem)
    module.__file__ = path
    sys.modules[module.__name__] = module
    sys.path.insert(0, str(Path(path).parent))
    tree = ast.parse(Path(path).read_bytes(), path)
    tree.body = [node for node in tree.body if not _acts(node)]
    exec(compile(tree, path, "exec"), vars(module))  # noqa: S102 - the program that is tried
    return module


def _acts(node: ast.stmt) -> bool:
    """Whether a statement may begin to serve: a call, a loop, or what is for a program alone."""
    if isinstance(node, ast.If):
        return "__name__" in ast.unparse(node.test)
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)
    return isinstance(node, ast.For | ast.While | ast.With)
