"""What else is read from a source: port numbers, host names, and the key of an IPC program.

Owns where such literals are believed to stand. May not know the programs or their rules.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from ipaddress import ip_address

from harness.submission.keys import keys_in
from harness.submission.named import named
from harness.submission.names import scope_of

_URL = re.compile(r"\b(?:https?|wss?|ftp)://(?:[^\s/?#@'\"<>]*@)?([A-Za-z0-9][A-Za-z0-9.-]*)(?::(\d{1,5}))?", re.I)
# a name by itself, as in connect(("httpbin.org", 80)); one too many only means one more name for this machine
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+(?:org|com|net|edu|io|dev|info|example)", re.I)
_QUOTED_HOST = re.compile(rf"[\"']({_HOST.pattern})[\"']", re.I)
_DIGITS = re.compile(r"(?<![\w.])\d{4,5}(?![\w.])")
# below, a repetition that can begin anywhere is bounded, or a hostile source would cost minutes
# C and Java declare the arguments of main() whether they read them or not, as the last of its names; in Perl and
# JavaScript main() is called with them, or declared with anything
_MAIN = re.compile(r"\bmain\s*\([^)]{0,400}\)")
_LAST_NAME = re.compile(r"\b(?:char|String)\b[^)]{0,200}?\b(\w+)\s*(?:\[\s*\]\s*)?\)$")
# C, Node, Perl, Go, Rust, Java, shell; a word too many only means that arguments are given that nobody reads
_ARGUMENTS = re.compile(
    r"\bargv\b|@ARGV|\$ARGV|\bARGV\b|os\.Args|env::args|\bargs\b|\bgetopt|\bGetOptions\b|\$\{?[@*1-9]|\bparseArgs\b"
    r"|\bfor[ \t]{1,9}\w{1,40}\s{0,9};?\s{0,9}do\b"
)
# Perl, where $1 is what a pattern matched
_PERL = re.compile(r"^#!.*\bperl\b|^[ \t]*use strict\b|\bmy\s*[$@%(]", re.M)
_SUB = re.compile(r"([ \t]*)(?:sub\b|.*\bsub\s*\{)")
_SHIFT = re.compile(r"\bshift\b(?!\s*\(?\s*@)")
_CONNECTIONS = ("http.client.HTTPConnection", "http.client.HTTPSConnection")
_DEFAULT_KEY = "peekaboo"
_KEY_NAMES = ("AUTHKEY", b"AUTHKEY")  # os.environb takes bytes
_KEY_TEXT = re.compile(r"authkey\w{0,40}\W{1,8}?[\"'`]([^\"'`\n]{1,200})[\"'`]", re.I)
_UNPRIVILEGED = 1024
MOST = 64


def ports_in(tree: ast.Module) -> tuple[int, ...]:
    """Port numbers that stand in a source, the most plausible first.

    Numbers from 1 to 65535 beside an address, under a name with ``port`` in it or in a URL, then every other
    integer from 1024 to 65535.
    """
    nodes = list(ast.walk(tree))
    plausible = [port for node in nodes for port in _plausible(node)]
    others = [port for node in nodes for port in _integer(node) if port >= _UNPRIVILEGED]
    return _unique([*plausible, *others])


def bound_in(tree: ast.Module) -> frozenset[int]:
    """Port numbers that a source binds: a client's own, where nobody else must listen."""
    nodes = list(ast.walk(tree))
    scope = scope_of(nodes)
    bound = [
        address.elts[1]
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "bind"
        for address in map(scope.value, node.args)
        if isinstance(address, ast.Tuple) and len(address.elts) > 1
    ]
    return frozenset(port for value in map(scope.value, bound) if value is not None for port in _number(value))


def ports_in_text(text: str) -> tuple[int, ...]:
    """Port numbers in a source of another language: numbers of four or five digits."""
    return _unique([int(digits) for digits in _DIGITS.findall(text) if int(digits) >= _UNPRIVILEGED])


def hosts_in(tree: ast.Module) -> tuple[str, ...]:
    """Host names in a source: in its URLs, in its HTTP connections, or by themselves; no addresses."""
    nodes = list(ast.walk(tree))
    scope = scope_of(nodes)
    names = [host for node in nodes for host, _ in _urls(node)]
    names += [
        first.value
        for node in nodes
        if isinstance(node, ast.Call) and node.args and scope.dotted(node.func, _is_connection) in _CONNECTIONS
        if isinstance(first := scope.value(node.args[0]), ast.Constant) and isinstance(first.value, str)
    ]
    names += [text for node in nodes for text in _strings(node) if _HOST.fullmatch(text)]
    return _host_names(names)


def hosts_in_text(text: str) -> tuple[str, ...]:
    """Host names of a source of any language: in its URLs, or by themselves in quotation marks."""
    return _host_names([match[1] for pattern in (_URL, _QUOTED_HOST) for match in pattern.finditer(text)])


def arguments_in_text(text: str) -> bool:
    """Whether a source of another language seems to read its arguments; so does what is no text, as nobody can tell."""
    if "\0" in text:
        return True
    plain = _MAIN.sub(lambda main: "" if _LAST_NAME.search(main[0]) else main[0], text)
    if _PERL.search(text):
        return bool(_ARGUMENTS.search(re.sub(r"\$[1-9]", "", plain)) or _SHIFT.search(_outside_subs(plain)))
    declared = {name[1] for main in _MAIN.findall(text) if (name := _LAST_NAME.search(main))}
    # by more than its name, which may be a word of a comment
    used = (rf"\b{name}\s*(?:\[|\.\w|\+\+)|[(,=:*+]\s*{name}\b" for name in declared)
    return bool(_ARGUMENTS.search(plain)) or any(re.search(use, plain) for use in used)


def _outside_subs(text: str) -> str:
    """A Perl source without its subroutines, in which ``shift`` means another list."""
    lines, inside = [], ""
    for line in text.splitlines():
        if inside and line.startswith(inside):
            inside = ""
        elif not inside and (begun := _SUB.match(line)):
            # one that ends in its own line is left out with it
            inside = "" if line.rstrip(" \t);").endswith("}") else f"{begun[1]}}}"
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def authkey_in(*trees: ast.Module) -> str | None:
    """The key of an IPC program: ``None`` where it takes ``AUTHKEY``, else its literal, else the lecture's.

    The trees are its own and then those of the modules that it imports. docs/design.md, rule 5.
    """
    files = [list(ast.walk(tree)) for tree in trees]
    if any(isinstance(node, ast.Constant) and node.value in _KEY_NAMES for nodes in files for node in nodes):
        return None
    return next(keys_in(files), _DEFAULT_KEY)


def authkey_in_text(text: str) -> str | None:
    """The same for a source of another language, by what stands after a name with ``authkey`` in it."""
    if re.search(r"\bAUTHKEY\b(?!\s*=[^=])", text):
        return None
    found = _KEY_TEXT.search(text)
    return found[1] if found else _DEFAULT_KEY


# --- ports --------------------------------------------------------------------------------------


def _plausible(node: ast.AST) -> Iterator[int]:
    for name, value in named(node):
        if "port" in name.lower():
            yield from _number(value)
    match node:
        case ast.Tuple(elts=[host, port, *_]) if _is_address(host):  # IPv6 addresses have four parts
            yield from _number(port)
        case ast.Call() if any(_mentions_port(argument) for argument in node.args):
            for value in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "default")):
                yield from _number(value)
        case _:
            yield from (port for _, port in _urls(node) if port)


def _number(node: ast.expr) -> Iterator[int]:
    """Integers in an expression that stands where a port does, as in ``int(os.environ.get("PORT", "20000"))``."""
    match node:
        case ast.Constant(value=str(text)) if text.isascii() and text.isdigit() and len(text) <= 5:
            yield int(text)
        case ast.Constant():
            yield from _integer(node)
        case ast.Call() | ast.BoolOp() | ast.IfExp():
            for part in ast.iter_child_nodes(node):
                if isinstance(part, ast.Constant):
                    yield from (port for port in _number(part) if port >= _UNPRIVILEGED)


def _is_address(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)


def _mentions_port(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "port" in node.value.lower()[:40]


def _integer(node: ast.AST) -> Iterator[int]:
    # a bool is an int to isinstance
    if isinstance(node, ast.Constant) and type(node.value) is int and 1 <= node.value <= 65535:
        yield node.value


def _unique(ports: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(port for port in ports if 1 <= port <= 65535))[:MOST]


# --- hosts --------- -----------------------------------------------------------------------------


def _strings(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        yield node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value


def _urls(node: ast.AST) -> Iterator[tuple[str, int]]:
    for text in _strings(node):
        for match in _URL.finditer(text):
            yield match[1], int(match[2] or 0)


def _is_connection(name: str) -> bool:
    return name in _CONNECTIONS


def _host_names(names: list[str]) -> tuple[str, ...]:
    cleaned = (name.lower().rstrip(".-") for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if _is_host_name(name)))[:MOST]


def _is_host_name(name: str) -> bool:
    if name == "localhost" or not re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", name) or len(name) > 253:
        return False
    try:
        ip_address(name)
    except ValueError:
        return True
    return False
