"""Gathers the signals of one file in one visit of its syntax tree.

Owns how a use of a name, an attribute, a keyword or a string becomes a signal. May not know what the
signals mean together.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator

from harness.submission.names import Scope, scope_of
from harness.submission.signals import (
    ATTRIBUTES,
    KEYWORDS,
    PARTS,
    PREFIXES,
    REFERENCES,
    SESSIONS,
    STRINGS,
    VERBS,
    S,
    Signal,
)

_Found = Iterator[tuple[Signal, str]]
# header fields that go with any form and make no program one that sends headers of its own
_FORM_FIELDS = {"content-type", "content-length"}
# calls that prepare a program and start nothing
_PREPARING = ("logging.", "sys.", "warnings.", "os.chdir", "random.seed", "print")
_LOOPS = (ast.For, ast.While, ast.AsyncFor)
# what cuts lines out of bytes by hand
_CUTS = {"split", "rsplit", "partition", "rpartition", "find", "rfind", "index", "endswith"}
_LINE_ENDS = (b"\n", b"\r\n")


@dataclasses.dataclass(frozen=True)
class Signals:
    """The signals of one file, each with the words that gave it first, and what it imports."""

    found: dict[Signal, str]
    imported: tuple[tuple[int, str], ...] = ()

    def __contains__(self, signal: object) -> bool:
        return signal in self.found


def gather(tree: ast.Module) -> Signals:
    """All signals in ``tree``."""
    nodes = list(ast.walk(tree))
    scope = scope_of(nodes)
    visit = _Visit(scope, _line_files(nodes), _docstrings(nodes))
    found: dict[Signal, str] = {}
    for node in nodes:
        for signal, words in visit.signals(node):
            found.setdefault(signal, words)
    for signal, words in (*_entry(tree.body, scope), *_session(nodes, scope)):
        found.setdefault(signal, words)
    return Signals(found, scope.imported)


@dataclasses.dataclass(frozen=True)
class _Visit:
    """One visit: ``line_files`` are names of socket files, ``docstrings`` are nodes that only explain."""

    scope: Scope
    line_files: frozenset[str]
    docstrings: frozenset[ast.AST]

    def signals(self, node: ast.AST) -> _Found:
        """Signals that one node gives by itself."""
        match node:
            case ast.Name(ctx=ast.Load()):
                yield from self._reference(node)
            case ast.Attribute():
                yield from self._reference(node)
                yield from self._attribute(node)
            case ast.keyword(arg=str()):
                yield from self._keyword(node)
            case ast.Constant(value=str() | bytes() as text) if node not in self.docstrings:
                yield from _string(text)
            case ast.ClassDef():
                yield from self._class(node)
            case ast.FunctionDef(name="event_loop") | ast.AsyncFunctionDef(name="event_loop"):
                yield S.LOOP_FUNCTION, "the function event_loop"
            case ast.Call():
                yield from self._call(node)
            case ast.Compare(left=ast.Constant(value=value), ops=[ast.In() | ast.NotIn()]) if value in _LINE_ENDS:
                yield S.LINES, f"a search for {value!r}"
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                yield from self._loop(node)

    def _reference(self, node: ast.AST) -> _Found:
        name = self.scope.dotted(node, _is_known)
        if name in REFERENCES:
            signals = REFERENCES[name]
        else:
            signals = next((given for prefix, given in PREFIXES.items() if name.startswith(prefix)), ())
        for signal in signals:
            yield signal, name

    def _attribute(self, node: ast.Attribute) -> _Found:
        if self.scope.dotted(node.value, _is_known) == "sys.stdin":
            return
        for signal in ATTRIBUTES.get(node.attr, ()):
            yield signal, f".{node.attr}()"
        # headers that are written; headers of an answer are only read
        if node.attr == "update" and isinstance(node.value, ast.Attribute) and node.value.attr == "headers":
            yield S.HTTP_HEADERS, ".headers.update()"

    def _keyword(self, node: ast.keyword) -> _Found:
        name, value = node.arg or "", self.scope.value(node.value)
        if name in ("cert_reqs", "verify_mode") and isinstance(value, ast.Constant) and value.value == 2:
            yield S.CERT_REQUIRED, f"{name}=2"
        empty = isinstance(value, ast.Constant) and not value.value
        if empty or (name == "headers" and _only_form_fields(value)):
            return
        for signal in KEYWORDS.get(name, ()):
            yield signal, f"{name}="

    def _class(self, node: ast.ClassDef) -> _Found:
        if node.name == "EventHandler":
            yield S.HANDLER_CLASS, "the class EventHandler"
        elif node.name == "SSLMixin":
            yield S.MIXIN_CLASS, "the class SSLMixin"
        for base in node.bases:
            name = _last_part(base)
            if name == "EventHandler":
                yield S.HANDLER_USED, "a class derived from EventHandler"
            elif name == "SSLMixin":
                yield S.TLS, "a class derived from SSLMixin"

    def _call(self, node: ast.Call) -> _Found:
        name = _last_part(node.func)
        if name == "event_loop":
            yield S.HANDLER_USED, "event_loop()"
        if name in _CUTS and node.args and self._constant(node.args[0]) in _LINE_ENDS:
            yield S.LINES, f".{name}({self._constant(node.args[0])!r})"
        if name in ("urlopen", "Request") and len(node.args) > 1 and not _is_none(node.args[1]):
            yield S.HTTP_POST, f"{name}() with data"
        if name == "Request" and len(node.args) > 2 and not _only_form_fields(self.scope.value(node.args[2])):
            yield S.HTTP_HEADERS, "Request() with headers"
        if name == "request" and len(node.args) > 3 and not _only_form_fields(self.scope.value(node.args[3])):
            yield S.HTTP_HEADERS, ".request() with headers"

    def _constant(self, node: ast.expr) -> object:
        value = self.scope.value(node)
        return value.value if isinstance(value, ast.Constant) else None

    def _loop(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> _Found:
        source = node.iter
        is_async = isinstance(node, ast.AsyncFor) or (isinstance(node, ast.comprehension) and node.is_async)
        if isinstance(source, ast.Call) and _last_part(source.func) == "makefile":
            yield S.LINES, "lines of makefile()"
        elif isinstance(source, ast.Attribute) and source.attr == "rfile":
            yield S.LINES, "lines of rfile"
        elif isinstance(source, ast.Name) and (source.id in self.line_files or is_async):
            yield S.LINES, f"lines of {source.id}"


def _is_known(name: str) -> bool:
    return name in REFERENCES or name in SESSIONS or name.startswith("http.client.HTTP")


def _last_part(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _only_form_fields(value: ast.expr | None) -> bool:
    """Whether header fields are given as a literal and say no more than how a body is encoded."""
    if not isinstance(value, ast.Dict):
        return False
    fields = {
        key.value.lower() if isinstance(key, ast.Constant) and isinstance(key.value, str) else "" for key in value.keys
    }
    return fields <= _FORM_FIELDS


def _string(value: str | bytes) -> _Found:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    text = text[:10_000].lower()
    signals = [*STRINGS.get(text, ())]
    signals += [signal for part, given in PARTS.items() if part in text for signal in given]
    signals += [S.HTTP_AUTH] * text.startswith("basic ")
    signals += [S.HTTP_HEAD] * text.startswith("head /") + [S.HTTP_POST] * text.startswith("post /")
    for signal in signals:
        yield signal, f"the text {text[:20].strip()!r}"


def _docstrings(nodes: list[ast.AST]) -> frozenset[ast.AST]:
    return frozenset(
        node.value for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _bindings(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Plain names and what is bound to them, by assignment or by ``with``."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
                yield name, value


def _line_files(nodes: list[ast.AST]) -> frozenset[str]:
    """Names of files that were made of sockets, or that are a handler's ``rfile``."""
    return frozenset(
        name
        for name, value in _bindings(nodes)
        if (isinstance(value, ast.Call) and _last_part(value.func) == "makefile")
        or (isinstance(value, ast.Attribute) and value.attr == "rfile")
    )


def _session(nodes: list[ast.AST], scope: Scope) -> _Found:
    """A session that is used twice, or in a loop: what only its cookies can be for."""
    sessions = {
        name
        for name, value in _bindings(nodes)
        if isinstance(value, ast.Call) and scope.dotted(value.func, _is_known) in SESSIONS
    }
    uses = sum(
        isinstance(node, ast.Attribute) and node.attr in VERBS and _last_part(node.value) in sessions for node in nodes
    )
    if uses > 1 or (uses and any(isinstance(node, _LOOPS) for node in nodes)):
        yield S.HTTP_SESSION, "a session that is used twice"


def _entry(body: list[ast.stmt], scope: Scope) -> _Found:
    """Whether the file does something when it is run, and is not only a library."""
    for node in body:
        if isinstance(node, ast.If) and "__name__" in {_last_part(part) for part in ast.walk(node.test)}:
            yield S.ENTRY, "its main guard"
        elif isinstance(node, ast.If | ast.Try):
            yield from _entry(node.body, scope)
        elif isinstance(node, (*_LOOPS, ast.With)):
            yield S.ENTRY, "its module level"
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            name = scope.dotted(called, _is_known) or _last_part(called)
            if not name.startswith(_PREPARING):
                yield S.ENTRY, "its module level"
