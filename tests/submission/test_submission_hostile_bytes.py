"""Hostile bytes anywhere in what is read: a usage error at most, never anything else."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.submission import NAMES
from harness.submission.archives import read_archive
from harness.submission.facts import authkey_in, hosts_in, ports_in
from harness.submission.gather import gather
from harness.submission.manifest import read_manifest
from harness.submission.naming import base_name, shown
from harness.submission.recognise import recognise
from harness.submission.source import read_source


def only_usage_errors(read: Callable[[], object]) -> None:
    try:
        read()
    except UsageError as error:
        (error.what + error.cure).encode("utf-8")


def a_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("top/tcp_echo.py", "x = 1\n" * 20)
        archive.writestr("top/empty", "")
    return packed.getvalue()


def a_tar(mode: str, form: int) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name in ("top/tcp_echo.py", "top/" + "long" * 40, "top/caf\xe9"):
            entry = tarfile.TarInfo(name)
            entry.size = 9
            archive.addfile(entry, io.BytesIO(b"x = 1234\n"))
        link = tarfile.TarInfo("top/link")
        link.type, link.linkname = tarfile.SYMTYPE, "tcp_echo.py"
        archive.addfile(link)
    return packed.getvalue()


ARCHIVES = {
    "a.zip": a_zip(),
    "a.tar": a_tar("w", tarfile.PAX_FORMAT),
    "b.tar": a_tar("w", tarfile.GNU_FORMAT),
    "a.tgz": a_tar("w:gz", tarfile.GNU_FORMAT),
}
PATCHES = st.lists(st.tuples(st.integers(0, 1 << 14), st.binary(min_size=1, max_size=12)), min_size=1, max_size=6)
BYTES = st.binary(max_size=600)


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_archives_that_are_damaged_below_are_good(name: str) -> None:
    assert b"tcp_echo.py" in [file.path for file in read_archive(name, ARCHIVES[name], name).files]


@pytest.mark.parametrize("name", ARCHIVES)
@given(patches=PATCHES, cut=st.integers(0, 1 << 14))
def test_a_damaged_archive_is_a_usage_error_at_most(name: str, patches: list[tuple[int, bytes]], cut: int) -> None:
    content = bytearray(ARCHIVES[name])
    for place, patch in patches:
        place %= len(content)
        content[place : place + len(patch)] = patch
    damaged = bytes(content[: len(content) - cut % len(content)] if cut % 3 == 0 else content)
    only_usage_errors(lambda: read_archive(name, damaged, name))


@given(name=st.sampled_from(["x.zip", "x.tar", "x.tgz"]), content=BYTES)
def test_random_bytes_are_no_archive(name: str, content: bytes) -> None:
    only_usage_errors(lambda: read_archive(name, content, name))


@given(content=BYTES | st.text().map(str.encode))
def test_random_bytes_are_a_usage_error_of_a_manifest_at_most(content: bytes) -> None:
    only_usage_errors(lambda: read_manifest(content, NAMES))


VALUES = st.recursive(
    st.text(max_size=5).map(lambda text: '"' + text.encode("unicode_escape").decode().replace('"', "")[:9] + '"')
    | st.integers(-(1 << 70), 1 << 70).map(str)
    | st.sampled_from(["true", "1979-05-27", "inf", "nan", '"./x"', '"\\u0000"', '""']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(["A", "b"]), inner, max_size=2).map(
            lambda table: "{" + ", ".join(f"{key} = {table[key]}" for key in table) + "}"
        )
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(["command", "build", "env", "port", "authkey", "comand", "x"])


@given(name=st.sampled_from(["tcp-echo", "tcpecho", "x"]), table=st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_value_of_any_key_is_a_usage_error_at_most(name: str, table: dict[str, str]) -> None:
    content = f"[programs.{name}]\n" + "".join(f"{key} = {table[key]}\n" for key in table)
    only_usage_errors(lambda: read_manifest(content.encode(), NAMES))


LINES = st.sampled_from(
    [
        *("from socket import *", "from x import (a,", "import socket as s, ssl", "class SSLMixin(A.B, C):"),
        *("s.listen(5", "def event_loop(handlers):", "x = ('', 20000)", "f'{port:>{x}}'", "\tpass", "    pass"),
        *("requests.get('http://[::1', headers={**h})", "authkey=b'\\xff'", "# coding: rot13", "'''", "\0", "\\"),
        *("match x:", "async for line in reader:", "lambda: (yield)", "x: int = 70000", "if __name__:", "é = 1"),
    ]
)


@given(lines=st.lists(LINES | st.text(max_size=12), max_size=9), stem=st.text(max_size=9))
def test_any_source_is_read_without_an_error(lines: list[str], stem: str) -> None:
    source = read_source("x.py", "\n".join(lines).encode("utf-8", "surrogatepass"))
    recognise(gather(source.tree), stem)
    assert all(1 <= port <= 65535 for port in ports_in(source.tree))
    "".join(hosts_in(source.tree)).encode("ascii")
    (authkey_in(source.tree) or "").encode()
    if source.fault:
        (source.fault.text + source.fault.message).encode("utf-8")


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_as_source_without_an_error(content: bytes) -> None:
    gather(read_source("x.py", content).tree)


@pytest.mark.parametrize(
    "content",
    [
        b"(" * 100_000,
        b"x = " + b"-" * 100_000 + b"1",
        b"x" + b".y" * 100_000,
        b"x = " + b"1+" * 100_000 + b"1",
        b"f(" * 5_000 + b")" * 5_000,
        b"# -*- coding: nonsense -*-\n",
        b"# -*- coding: hex -*-\nx = 1\n",
        b"\xff\xfex\0=\x001\0",
        b"x = '\\d' is 'y'\n",
        b"x = " + b"9" * 10_000,
    ],
    ids=lambda content: content[:12].decode("latin-1").encode("unicode_escape").decode(),
)
def test_source_that_strains_the_parser_is_read_without_an_error(content: bytes) -> None:
    gather(read_source("x.py", content).tree)


@given(st.text() | st.binary())
def test_what_is_shown_is_printable_and_encodes(name: str | bytes) -> None:
    assert shown(name).encode("utf-8").decode().isprintable()


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_base_name_is_safe_for_a_folder(name: str) -> None:
    safe = base_name(name)
    assert safe.strip(".-") == safe != ""
    assert len(safe) < 80
    assert set(safe) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def test_different_names_stay_different() -> None:
    assert len({base_name(name) for name in ("a b", "a-b", "a_b", "\u00e1 b", "a\u202eb", "...", "---")}) == 7
