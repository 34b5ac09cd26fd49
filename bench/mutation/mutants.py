"""Mutants of one source: the same program with one small thing wrong.

Owns the ways to make them: cosmic-ray's operators on values, conditions and loops, and, because lecture code is mostly
calls, what is left out: a statement, an argument. May not know how a mutant is judged.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# what a student writes in its place
_INSTEAD = dict(
    pair.split(">")
    for pair in [
        "sendall>send",
        "recvfrom>recv",
        "readline>read",
        "rfile>connection",
        "unwrap>close",
        "encode>strip",
        "strip>lower",
        "append>count",
        "CERT_REQUIRED>CERT_NONE",
        "TLSv1_2>TLSv1",
        "PROTOCOL_TLS_SERVER>PROTOCOL_TLS",
        "PROTOCOL_TLS_CLIENT>PROTOCOL_TLS",
        "ctime>asctime",
        "gmtime>localtime",
        "POST>GET",
        "HEAD>GET",
        "urlencode>quote",
        "items>keys",
        "daemon>name",
    ]
)
# they take arguments, or change nothing
_LEFT_OUT = ("NoOp", "Variable")
_MOST_OF_A_KIND = 400


@dataclass(frozen=True)
class Mutant:
    """``was`` is the first line that changed and ``now`` what it became, both without indentation.

    ``where`` is the class and function that it stands in, as in ``EchoHandler.handle``; ``way`` is how it was changed.
    ``turn`` tells apart those that are alike in all of that.
    """

    where: str
    was: str
    now: str
    way: str
    source: str
    turn: int = 0

    @property
    def key(self) -> str:
        """What stays the same while lines above it come and go."""
        return f"{self.where}: {self.was} -> {self.now}" + f" ({self.turn + 1})" * bool(self.turn)


def mutants_of(source: str, *, thorough: bool) -> list[Mutant]:
    """All that mean something else than ``source``; one of each way at each place unless ``thorough``."""
    seen = {_meaning(source)}
    taken: set[tuple[str, str, int, str]] = set()
    turns: dict[str, int] = {}
    found = []
    for way, changed in (*_left_out(source), *_replaced(source)):
        meaning = _meaning(changed)
        place = (*_place(source, changed), way)
        if meaning is None or meaning in seen or (place in taken and not thorough):
            continue
        seen.add(meaning)
        taken.add(place)
        mutant = _mutant(source, changed, way)
        turns[mutant.key] = turns.get(mutant.key, -1) + 1
        found.append(replace(mutant, turn=turns[mutant.key]))
    return found


def _meaning(source: str) -> str | None:
    """A text that is equal for sources that do the same; none for what does not parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        for name in ("returns", "annotation"):
            if getattr(node, name, None) is not None:  # which nobody evaluates, under the __future__ import
                setattr(node, name, ast.Constant(None))
        body = getattr(node, "body", None)
        if isinstance(body, list):
            kept = [each for each in body if not _says_nothing(each)]
            node.body = kept or [ast.Pass()]  # type: ignore[attr-defined]  # it has one
    return ast.dump(tree)


def _says_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


# --- what cosmic-ray makes ----------------------------------------------------------------------


def _replaced(source: str) -> Iterator[tuple[str, str]]:
    for name in operator_names():
        _, _, bare = name.partition("/")
        if bare.startswith(_LEFT_OUT):
            continue
        operator = get_operator(name)
        for occurrence in range(_MOST_OF_A_KIND):
            changed = mutate_code(source, operator(), occurrence)
            if changed is None:
                break
            # all replacements of one operator by others are one way
            yield bare.partition("_")[0], changed


# --- what is left out ---------------------------------------------------------------------------


def _left_out(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.Raise | ast.Delete) and not _says_nothing(node):
            yield "Statement", _with(source, node, "pass")
        if isinstance(node, ast.Return) and node.value is not None and not _is_nothing(node.value):
            yield "Statement", _with(source, node, "return None")
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            yield "Statement", _with(source, node, f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}")
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield "Condition", _with(source, node.test, f"(not ({ast.unparse(node.test)}))")
        if isinstance(node, ast.Call):
            yield from (("Argument", _with(source, node, ast.unparse(each))) for each in _with_fewer(node))
        if isinstance(node, ast.ClassDef) and len(node.bases) > 1:
            for base in node.bases:
                kept = ", ".join(ast.unparse(each) for each in node.bases if each is not base)
                head = source.splitlines()[node.lineno - 1]
                yield "Base", source.replace(head, f"{head.partition('(')[0]}({kept}):", 1)
        if isinstance(node, ast.Attribute) and node.attr in _INSTEAD:
            yield "Name", _with(source, node, f"{ast.unparse(node.value)}.{_INSTEAD[node.attr]}")


def _is_nothing(value: ast.expr) -> bool:
    """Whether None in its place would be as false."""
    return isinstance(value, ast.Constant) and not value.value


def _with_fewer(call: ast.Call) -> Iterator[ast.Call]:
    for index in range(len(call.args)):
        yield ast.Call(call.func, call.args[:index] + call.args[index + 1 :], call.keywords)
    for index in range(len(call.keywords)):
        yield ast.Call(call.func, call.args, call.keywords[:index] + call.keywords[index + 1 :])


def _with(source: str, node: ast.expr | ast.stmt, text: str) -> str:
    """``source`` with ``text`` where ``node`` stood."""
    lines = source.encode().splitlines(keepends=True)
    assert node.end_lineno is not None, "parsed from a text"
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    after = lines[node.end_lineno - 1][node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    return (before + text.encode() + after).decode()


# --- where it is --------------------------------------------------------------------------------


def _mutant(source: str, changed: str, way: str) -> Mutant:
    old, new = source.splitlines(), changed.splitlines()
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    _, first, end, since, until = next(step for step in steps if step[0] != "equal")
    was, now = (" ".join(map(_bare, part)) for part in (old[first:end], new[since:until]))
    return Mutant(_scope(source, first + 1), was, now, way, changed)


def _bare(line: str) -> str:
    return line.partition("  # ")[0].strip()


def _scope(source: str, line: int) -> str:
    names = [
        (node.lineno, node.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return ".".join(name for _, name in sorted(names)) or "(top)"


def _place(source: str, changed: str) -> tuple[str, str, int]:
    """Line and column at which two texts part, and the rest of that line."""
    at = next((index for index, (a, b) in enumerate(zip(source, changed, strict=False)) if a != b), len(source))
    head, _, line = source[:at].rpartition("\n")
    return head[-200:], line, len(line)
