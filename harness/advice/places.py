"""Where in its source a program has the flaw that a hint names, where its syntax tree tells.

Owns the search, by the hint's name. A place that is not certain is not told.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from harness.advice.raised import line_of
from harness.submission.source import read_source


def place_of_hint(hint: str, sources: Mapping[str, str], main: str) -> str:
    """A sentence that names the line; nothing where there is none to name."""
    find = _PLACES.get(hint)
    source = sources.get(main)
    if find is None or source is None:
        return ""
    read = read_source(main, source.encode("utf-8", "replace"))
    line, told = (0, "") if read.fault else find(read.tree)
    return told.format(place=f"{line} of {main}, `{line_of(source, line)}`") if line else ""


def _behind_the_loop(tree: ast.Module) -> tuple[int, str]:
    """The first statement behind an endless loop in the function event_loop."""
    told = "Nothing comes to line {place}: it stands behind the loop, which never ends."
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name == "event_loop":
            for loop, after in zip(function.body, function.body[1:], strict=False):
                if _is_endless(loop):
                    return after.lineno, told
    return 0, told


def _is_endless(loop: ast.stmt) -> bool:
    if not isinstance(loop, ast.While) or not isinstance(loop.test, ast.Constant) or not loop.test.value:
        return False
    # a break of an inner loop is taken for this one's: better no place than a wrong one
    return not any(isinstance(node, ast.Break) for node in ast.walk(loop))


def _last_statement(tree: ast.Module) -> tuple[int, str]:
    """The last statement of the file, or of its main guard."""
    body = tree.body
    while body and isinstance(body[-1], ast.If) and not body[-1].orelse:
        body = body[-1].body
    return (body[-1].lineno if body else 0), "Its last statement is line {place}."


_PLACES: dict[str, Callable[[ast.Module], tuple[int, str]]] = {
    "dispatches-outside": _behind_the_loop,
    "ends-at-once": _last_statement,
}
