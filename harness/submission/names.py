"""Resolves names in a syntax tree to the dotted names of what they were imported as.

Owns import statements and assignments of one file. May not know which names matter.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable

from harness.submission.signals import RENAMED

# a longer chain is no name of a module's; following each of a hostile one would take quadratic time
_LONGEST_CHAIN = 6


@dataclasses.dataclass(frozen=True)
class Scope:
    """What the names of one file stand for, in all its functions alike.

    ``imported`` are the modules that are imported, as (level, dotted name); ``constants`` the values that
    are assigned to plain names, the first assignment of each.
    """

    aliases: dict[str, str]
    stars: tuple[str, ...]
    defined: frozenset[str]
    imported: tuple[tuple[int, str], ...]
    constants: dict[str, ast.expr]

    def dotted(self, node: ast.AST, is_known: Callable[[str], bool]) -> str:
        """Dotted name of ``node``, empty where it is not an imported one.

        ``is_known`` tells whether a name of a star import is worth believing in.
        """
        parts: list[str] = []
        while isinstance(node, ast.Attribute) and len(parts) < _LONGEST_CHAIN:
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        if node.id in self.aliases:
            return ".".join([self.aliases[node.id], *reversed(parts)])
        if node.id in self.defined:
            return ""
        choices = (".".join([star, node.id, *reversed(parts)]) for star in self.stars)
        return next((choice for choice in choices if is_known(choice)), "")

    def value(self, node: ast.expr | None) -> ast.expr | None:
        """``node``, or what was assigned to it where it is a plain name."""
        return self.constants.get(node.id, node) if isinstance(node, ast.Name) else node


def scope_of(nodes: list[ast.AST]) -> Scope:
    """Scope of a file whose nodes are given in the order of ``ast.walk``."""
    aliases: dict[str, str] = {}
    stars: list[str] = []
    defined: set[str] = set()
    imported: list[tuple[int, str]] = []
    constants: dict[str, ast.expr] = {}
    for node in nodes:
        match node:
            case ast.Import():
                for alias in node.names:
                    imported.append((0, alias.name))
                    bound = alias.name if alias.asname else alias.name.partition(".")[0]
                    aliases[alias.asname or bound] = RENAMED.get(bound, bound)
            case ast.ImportFrom():
                module = RENAMED.get(node.module or "", node.module or "")
                imported.append((node.level, module))
                for alias in node.names:
                    name = f"{module}.{alias.name}".lstrip(".")
                    imported.append((node.level, name))
                    if alias.name == "*":
                        stars.append(module)
                    elif not node.level:
                        aliases[alias.asname or alias.name] = name
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                defined.add(node.name)
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                constants.setdefault(name, value)
    return Scope(aliases, tuple(stars), frozenset(defined), tuple(imported), constants)
