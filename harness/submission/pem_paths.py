"""Follows an expression of a source to the file names it may stand for, without running it.

Owns constants, defaults and the usual ways to join paths. A name stands for the same everywhere in a file, in all
its functions alike. May not know what the files are for.
"""

from __future__ import annotations

import ast
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from harness.submission.limits import LONGEST_PART, LONGEST_PATH

# the working directory, in a form that no literal can hold; the folder above it is an absolute one
HERE = "/\0"
_MOST_VALUES = 6
_MOST_STEPS = 20_000
_DEEPEST = 30
_SAME = {"str", "fspath", "abspath", "realpath", "normpath", "as_posix", "resolve", "absolute", "encode", "strip"}
_PATHS = {"Path", "PurePath", "PosixPath", "PurePosixPath", "join", "joinpath"}
_LOOKUPS = {"get", "getenv", "pop", "setdefault"}
_DEFAULTS = {"default", "fallback"}
_OPTIONS = {"add_argument", "option", "add_option"}


class Paths:
    """The expressions of one source; ``file`` is where it lies in the submission."""

    def __init__(self, nodes: list[ast.AST], file: str) -> None:
        self._file = posixpath.join(HERE, file)
        self._given: defaultdict[str, list[ast.expr]] = defaultdict(list)
        self._known: dict[str, tuple[str, ...]] = {}
        self._steps = 0
        for name, value in bindings(nodes):
            self._given[name].append(value)

    def of(self, node: ast.expr | None) -> tuple[bytes, ...]:
        """Clean paths relative to the submission's root; those that lead out of it are left out."""
        folder = posixpath.dirname(self._file)
        # relative to the root, where the program is started, and to its own folder, where it may have been so far
        found = [clean(base, text) for text in self._texts(node, 0) for base in (HERE, folder)] if node else []
        return tuple(dict.fromkeys(path for path in found if path))

    def _texts(self, node: ast.expr, depth: int) -> tuple[str, ...]:
        self._steps += 1
        if depth > _DEEPEST or self._steps > _MOST_STEPS:
            return ()
        found = dict.fromkeys(text for text in self._follow(node, depth + 1) if len(text) <= LONGEST_PATH)
        return tuple(found)[:_MOST_VALUES]

    def _follow(self, node: ast.expr, depth: int) -> Iterable[str]:
        match node:
            case ast.Constant(value=str() | bytes() as text):
                plain = text if isinstance(text, str) else text.decode("utf-8", "surrogateescape")
                return () if "\0" in plain else (plain,)
            case ast.Name(id="__file__"):
                return (self._file,)
            case ast.Attribute(value=inner, attr="parent"):
                return self._above(inner, 1, depth)
            case ast.Subscript(value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int(level))):
                return self._above(inner, level + 1, depth)
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
                return self._named(name, depth)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self._joined([left, right], depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return map("".join, self._choices([left, right], depth))
            case ast.JoinedStr(values=parts):
                return map("".join, self._choices(parts, depth))
            case ast.FormattedValue(value=inner) | ast.NamedExpr(value=inner):
                return self._texts(inner, depth)
            case ast.BoolOp(values=several):
                return self._any(several, depth)
            case ast.IfExp(body=body, orelse=other):
                return self._any([body, other], depth)
            case ast.Call():
                return self._called(node, depth)
        return ()

    def _called(self, call: ast.Call, depth: int) -> Iterable[str]:
        name, receiver = last_part(call.func), call.func.value if isinstance(call.func, ast.Attribute) else None
        if name in _LOOKUPS:
            keys = [word.value for word in call.args[:1] if isinstance(word, ast.Constant)]
            known = [text for key in keys if isinstance(key, str) for text in self._named(key, depth)]
            defaults = [keyword.value for keyword in call.keywords if keyword.arg in _DEFAULTS]
            return (*known, *self._any([*call.args[1:2], *defaults], depth))
        if name in ("getcwd", "cwd"):
            return (HERE,)
        if name == "dirname" and call.args:
            return self._above(call.args[0], 1, depth)
        if name == "with_name" and receiver and call.args:
            return map(posixpath.join, self._above(receiver, 1, depth), self._texts(call.args[0], depth))
        if name == "joinpath" and receiver:
            return self._joined([receiver, *call.args], depth)
        if name in _PATHS and not isinstance(receiver, ast.Constant):
            return self._joined(call.args, depth)
        if name in _SAME:
            return self._any(call.args[:1] or [receiver], depth)
        return ()

    def _named(self, name: str, depth: int) -> tuple[str, ...]:
        if name not in self._known:
            self._known[name] = ()  # while it is looked up, for names that are defined by themselves
            self._known[name] = tuple(self._any(self._given.get(name, ())[:_MOST_VALUES], depth))
        return self._known[name]

    def _any(self, nodes: Iterable[ast.expr | None], depth: int) -> tuple[str, ...]:
        return tuple(text for node in nodes if node is not None for text in self._texts(node, depth))

    def _choices(self, parts: list[ast.expr], depth: int) -> Iterator[tuple[str, ...]]:
        """All ways to choose a value for each part; the first few."""
        found = [self._texts(part, depth) for part in parts[:_DEEPEST]]
        ways = product(*found) if len(found) == len(parts) else iter(())
        return (way for way, _ in zip(ways, range(_MOST_VALUES), strict=False))

    def _joined(self, parts: list[ast.expr], depth: int) -> Iterator[str]:
        return (posixpath.join(*way) for way in self._choices(parts, depth) if way)

    def _above(self, node: ast.expr, levels: int, depth: int) -> Iterator[str]:
        for path in self._texts(node, depth):
            for _ in range(min(levels, _DEEPEST)):
                path = posixpath.dirname(path)
            yield path


def clean(base: str, text: str) -> bytes | None:
    """``text``, seen from ``base``, as a path relative to the root; ``None`` where it leads out or is too long."""
    path = posixpath.normpath(posixpath.join(base, text))
    inside = path.removeprefix(HERE + "/")
    if inside == path or "\0" in inside:
        return None
    try:
        name = inside.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a surrogate pair, which is no file's name
        return None
    fits = len(name) <= LONGEST_PATH and all(len(part) <= LONGEST_PART for part in name.split(b"/"))
    return name if fits else None


def last_part(node: ast.AST | None) -> str:
    """``load_cert_chain`` of ``context.load_cert_chain``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def bindings(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Names, attributes and keys, and what they are given: in an assignment, a call, a default, a dictionary."""
    parameters = dict(_functions(nodes))
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _assigned(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                yield from _assigned(target, value)
            case ast.keyword(arg=str(name), value=value):
                yield name, value
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield key.value, value
            case ast.arguments():
                yield from _defaults(node)
            case ast.Call(func=func, args=args):
                yield from zip(parameters.get(last_part(func), ()), args, strict=False)
                if last_part(func) in _OPTIONS:
                    yield from _option(node)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case ((ast.Name() | ast.Attribute()), _):
            yield last_part(target), value
        case ((ast.Tuple(elts=names) | ast.List(elts=names)), (ast.Tuple(elts=values) | ast.List(elts=values))):
            for name, each in zip(names, values, strict=False):
                if isinstance(name, ast.Name | ast.Attribute):
                    yield last_part(name), each
        case ast.Subscript(slice=ast.Constant(value=str(key))), _:
            yield key, value


def _defaults(node: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    positional = [argument.arg for argument in (*node.posonlyargs, *node.args)]
    yield from zip(reversed(positional), reversed(node.defaults), strict=False)
    for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        if default is not None:
            yield argument.arg, default


def _functions(nodes: list[ast.AST]) -> Iterator[tuple[str, list[str]]]:
    """Functions and classes that are defined here, with the names of their parameters."""
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name, args=given) | ast.AsyncFunctionDef(name=name, args=given):
                yield name, _parameters(given)
            case ast.ClassDef(name=name, body=body):
                for each in body:
                    if isinstance(each, ast.FunctionDef) and each.name == "__init__":
                        yield name, _parameters(each.args)


def _parameters(given: ast.arguments) -> list[str]:
    names = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _option(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """``args.cert_file`` of ``add_argument("--cert-file", default="cert.pem")``."""
    words = [word.value for word in call.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    default = next((keyword.value for keyword in call.keywords if keyword.arg == "default"), None)
    for word in words:
        if default is not None:
            yield word.lstrip("-").replace("-", "_"), default
