"""Reads in one source which files it takes for a certificate, a key or an authority, and for which side.

Owns the calls and the words by which a program says so, in Python and, by file names alone, in other languages.
May not know what else lies in the submission.
"""

from __future__ import annotations

import ast
import dataclasses
import posixpath
import re
from collections.abc import Iterator

from harness.submission.limits import LONGEST_PATH
from harness.submission.pem_names import SUFFIX, Part, file_part, named_part, named_side
from harness.submission.pem_paths import HERE, Paths, bindings, clean, last_part

C, K, A = Part.CERTIFICATE, Part.KEY, Part.AUTHORITY

# positional arguments of calls that read such files, whatever the files are called
_CALLS: dict[str, tuple[Part | None, ...]] = {
    "load_cert_chain": (C, K),
    "load_verify_locations": (A,),
    "wrap_socket": (None, K, C),
    "create_default_context": (),
    "use_certificate_file": (C,),
    "use_certificate_chain_file": (C,),
    "use_privatekey_file": (K,),
}
# these take a key of its own from another call, or none
_CERTIFICATE_ALONE = {"use_certificate_file", "use_certificate_chain_file"}
_PAIRS = {"cert", "ssl_context"}  # of requests and of Flask: a name, or a pair of names
_LITERAL = re.compile(r"""(["'`])([^"'`\n]{1,300})\1""")
_SOME_PLACES = r"\$\{?__dirname\}?|\$\{?(?:FindBin::)?(?:Real)?Bin\}?|__dirname|__DIR__|__dir__|import\.meta\.dirname"
_PLACE = re.compile(rf"""(?:{_SOME_PLACES})\s*(?:[.+,]\s*(["'`]))?/?""")
_JOIN = re.compile(r"(?:join|resolve|get|of|File|Path)\(\s*\Z")
_BETWEEN = re.compile(r"\s*,\s*")
_SPEAKS = re.compile(r"ssl|tls|https", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Use:
    """A path that stands for ``part``; ``side`` is empty where nothing says whose it is.

    ``firm`` where a call says so, not only the name of a file.
    """

    path: bytes
    part: Part
    side: str = ""
    firm: bool = True


def uses_in(tree: ast.Module, file: str) -> Iterator[Use]:
    """What a Python source takes its files for, the surest first; ``file`` is its path in the submission."""
    nodes = list(ast.walk(tree))
    paths = Paths(nodes, file)
    for node in nodes:
        if isinstance(node, ast.Call):
            yield from _call(node, paths)
    for name, value in bindings(nodes):
        part = named_part(name)
        for path in paths.of(value) if part else ():
            if part and SUFFIX.search(_text(path)):
                yield Use(path, part, _side(path, name))
    if any(isinstance(node, ast.Import | ast.ImportFrom) and _imports_tls(node) for node in nodes):
        texts = [node for node in nodes if isinstance(node, ast.Constant)]
        names = [node for node in texts if isinstance(node.value, str) and _is_name(node.value)]
        yield from _guesses([path for node in names for path in paths.of(node)])


def uses_in_text(text: str, file: str) -> Iterator[Use]:
    """What a source of another language seems to take its files for, by their names."""
    if not _SPEAKS.search(text):
        return
    folder = posixpath.join(HERE, posixpath.dirname(file))
    names = _names_in(_PLACE.sub(lambda found: found[1] or "", text))
    yield from _guesses([path for name in names for base in (HERE, folder) if (path := clean(base, name))])


def _names_in(text: str) -> Iterator[str]:
    """File names that stand between quotes, and what ``join("keys", "server.key")`` makes of its parts."""
    joined: str | None = None  # inside of a join, what came before
    end = 0
    for found in _LITERAL.finditer(text):
        word = found[2]
        if _JOIN.search(text, max(0, found.start() - 20), found.start()):
            joined = ""
        elif joined and (len(joined) > LONGEST_PATH or not _BETWEEN.fullmatch(text, end, found.start())):
            joined = None
        end = found.end()
        if _is_name(word):
            yield word
            if joined:
                yield posixpath.join(joined, word)
        if joined is not None:
            joined = posixpath.join(joined, word)


def _call(call: ast.Call, paths: Paths) -> Iterator[Use]:
    """The files of one call: a certificate without a key is a file that holds both."""
    name = last_part(call.func)
    given: list[tuple[Part, ast.expr]] = [
        (part, value) for part, value in zip(_CALLS.get(name, ()), call.args, strict=False) if part
    ]
    for keyword in call.keywords:
        given += _keyword(keyword)
    given = [(part, value) for part, value in given if not (isinstance(value, ast.Constant) and value.value is None)]
    found = [(part, path) for part, value in given for path in paths.of(value)]
    if name not in _CALLS:
        found = [(part, path) for part, path in found if SUFFIX.search(_text(path))]
    alone = not any(part is K for part, _ in given) and name not in _CERTIFICATE_ALONE
    side = named_side(*(_text(path) for part, path in found if part is not A))
    for part, path in found:
        yield Use(path, part, side)
        if part is C and alone:
            yield Use(path, K, side)


def _keyword(keyword: ast.keyword) -> Iterator[tuple[Part, ast.expr]]:
    name, value = keyword.arg or "", keyword.value
    if name in _PAIRS and isinstance(value, ast.Tuple):
        yield from zip((C, K), value.elts, strict=False)
    elif part := A if name == "verify" else named_part(name):
        yield part, value


def _guesses(paths: list[bytes]) -> Iterator[Use]:
    """What the names of files say; a name that says nothing holds both, unless a key lies beside it."""
    parts = {path: file_part(_text(path)) for path in paths}
    silent = (C,) if K in parts.values() else (C, K)
    for path, part in parts.items():
        # auth.key is no key of ours
        for each in (part,) if part else () if path.lower().endswith(b".key") else silent:
            yield Use(path, each, _side(path), firm=False)


def _is_name(text: str) -> bool:
    return SUFFIX.search(text) is not None and not re.search(r"[\s*?%{}<>$:]", text) and not text.startswith(".pem")


def _side(path: bytes, *names: str) -> str:
    return named_side(*names, posixpath.basename(_text(path)), _text(path))


def _imports_tls(node: ast.Import | ast.ImportFrom) -> bool:
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return any(_SPEAKS.search(name) for name in names)


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
