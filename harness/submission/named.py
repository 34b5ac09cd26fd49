"""Names in a syntax tree and the values that are given to them.

Owns the ways of giving: by assignment, as a keyword, as a default. May not know which names matter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator


def named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names and the values they are given: by assignment, as a keyword, as a default."""
    match node:
        case ast.keyword(arg=str(name), value=value) | ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.arguments():
            positional = [argument.arg for argument in (*node.posonlyargs, *node.args)]
            yield from zip(reversed(positional), reversed(node.defaults), strict=False)
            for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
                if default is not None:
                    yield argument.arg, default
