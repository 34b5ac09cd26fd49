"""Where the key of an IPC program stands in its source.

Owns the places and the forms of a literal key. May not know what is done where there is none.
"""

from __future__ import annotations

import ast
import dataclasses
from collections import ChainMap
from collections.abc import Iterator, Mapping

from harness.submission.named import named
from harness.submission.names import scope_of

_LONGEST_CHAIN = 6
# functions of multiprocessing.connection that take a key by its place
_TAKERS = {"deliver_challenge": 1, "answer_challenge": 1, "Listener": 3, "Client": 2}


@dataclasses.dataclass(frozen=True)
class _Known:
    """What names stand for in one file: ``values`` in it and, after it, in others; ``aliases`` in it alone."""

    values: Mapping[str, ast.expr]
    aliases: Mapping[str, str]

    def value(self, node: ast.expr) -> ast.expr:
        """``node``, or what was assigned to it where it is a name, also one of an object or a module."""
        match node:
            case ast.Name(id=name):
                own = self.aliases.get(name, name).rpartition(".")[2]
                return self.values.get(name, self.values.get(own, node))
            case ast.Attribute(attr=name):
                return self.values.get(name, node)
        return node


def keys_in(files: list[list[ast.AST]]) -> Iterator[str]:
    """Literal keys of a program: of its own file, the first, and then of the modules that it imports."""
    scopes = [scope_of(nodes) for nodes in files]
    for nodes, scope in zip(files, scopes, strict=True):
        yield from _keys_of(nodes, _Known(ChainMap(*(each.constants for each in (scope, *scopes))), scope.aliases))


def _keys_of(nodes: list[ast.AST], known: _Known) -> Iterator[str]:
    """Literal keys of one file: those with a name that says so first, then those that are passed by place."""
    takers = _TAKERS | _own_takers(nodes)
    for node in nodes:
        for name, value in named(node):
            if "authkey" in name.lower():
                yield from _literal(value, known)
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if "authkey" in name.lower():
                yield from _literal(value, known)
            case ast.Call(args=[*arguments], keywords=[*keywords]):
                place = takers.get(_called(node), len(arguments))
                for value in arguments[place : place + 1]:
                    yield from _literal(value, known)
                if any(_says_authkey(each) for each in arguments):  # an option of argparse
                    for each in keywords:
                        yield from _literal(each.value, known) if each.arg == "default" else ()


def _own_takers(nodes: list[ast.AST]) -> dict[str, int]:
    """Functions of the file that take a key, and the place at which they do."""
    return {
        node.name: place
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for place, argument in enumerate((*node.args.posonlyargs, *node.args.args))
        if "authkey" in argument.arg.lower()
    }


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _says_authkey(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "authkey" in node.value.lower()[:40]


def _literal(node: ast.expr, known: _Known, depth: int = 0) -> Iterator[str]:
    """The text of ``b"key"``, ``"key".encode()``, ``bytes("key", "utf-8")``, also as a default or a constant."""
    if depth > _LONGEST_CHAIN:
        return
    parts: list[ast.expr] = []
    match known.value(node):
        case ast.Constant(value=bytes(raw)):
            try:
                yield raw.decode()
            except UnicodeDecodeError:
                return
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name() | ast.Attribute() as other if other is not node:
            parts = [other]
        case ast.Call(func=ast.Attribute(value=inner, attr="encode")):
            parts = [inner]
        case ast.Call(func=ast.Name(id="bytes"), args=[inner, *_]):
            parts = [inner]
        case ast.Call(func=ast.Attribute(attr="get" | "getenv") | ast.Name(id="getenv"), args=[_, inner]):
            parts = [inner]
        case ast.IfExp(body=first, orelse=second):
            parts = [first, second]
        case ast.BoolOp(values=values):
            parts = values
    for part in parts:
        yield from _literal(part, known, depth + 1)
