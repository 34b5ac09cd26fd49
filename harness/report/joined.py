"""Joins the parts of a reproduction script with what was recorded, as one file.

Owns the form of the file, and that nothing of a submission gets into it but as a literal, by ``repr``. May not know
what the parts do.
"""

from __future__ import annotations

import ast
import pprint
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from harness.report.text import visible

_FOLDER = Path(__file__).parent / "scripts"


def joined(parts: tuple[str, ...], record: Mapping[str, object]) -> str:
    """The text of a script, in ASCII.

    ``parts`` are modules of ``harness.report.scripts`` in their order; the last has the function ``main``, which takes
    the arguments and the record.
    """
    return _FORM.format(
        imports=_imports(parts),
        record="\n".join(f"    {key!r}: {_literal(value)}," for key, value in record.items()),
        parts="\n\n\n".join(map(_body, parts)),
    )


def _literal(value: object) -> str:
    """A value as Python, in ASCII and with nothing hidden in it."""
    if isinstance(value, str):
        return ascii(visible(value))
    text = pprint.pformat(value, width=110, compact=True).replace("\n", "\n    ")
    return text.encode("ascii", "backslashreplace").decode()


_OWN = ("harness", "__future__")
_FORM = '''"""Does the exchange of one failed requirement again, with the standard library of Python alone.

    python THIS HOST PORT          against a server that runs already
    python THIS -- COMMAND ...     starts the program itself, for example: -- python server.py

A client is always started, and gets its arguments after those of COMMAND; so is a module that defines a class, and
COMMAND ends with its file.

Exit status: 1 where the flaw shows, 0 where it does not, 2 where nothing could be tried.
"""

from __future__ import annotations

{imports}

RECORD: dict[str, Any] = {{
{record}
}}


{parts}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], RECORD))
'''


def _tree(part: str) -> tuple[str, ast.Module]:
    source = (_FOLDER / f"{part}.py").read_text(encoding="utf-8")
    return source, ast.parse(source)


@cache
def _imports(parts: tuple[str, ...]) -> str:
    """The imports of all parts but those of one another, each module once."""
    modules = {"sys"}
    names: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        for node in _tree(part)[1].body:
            if isinstance(node, ast.Import):
                modules |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not (module := node.module or "").startswith(_OWN):
                names[module] |= {each.name for each in node.names}
    whole = [f"import {module}" for module in sorted(modules)]
    return "\n".join(
        [*whole, *(f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names))]
    )


@cache
def _body(part: str) -> str:
    """A part without its docstring and its imports."""
    source, tree = _tree(part)
    first = next(node for node in tree.body[1:] if not isinstance(node, ast.Import | ast.ImportFrom))
    return "\n".join(source.splitlines()[_line_of(first) - 1 :])


def _line_of(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, ast.ClassDef | ast.FunctionDef) else []
    return min([node.lineno, *(each.lineno for each in decorators)])
