"""Hostile bytes anywhere in what is read: a usage error at most, never anything else."""

from __future__ import annotations

import io
import tarfile
import time
import zipfile

import pytest
from fuzz.damage import damaged, outcome
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.classroom.gradescope import read_metadata
from harness.classroom.handed import writable
from harness.errors import UsageError
from harness.model import File, Program, Tree
from harness.submission import NAMES
from harness.submission.archives import read_archive
from harness.submission.choose import programs_of_tree
from harness.submission.credentials import with_credentials
from harness.submission.facts import (
    arguments_in_text,
    authkey_in,
    authkey_in_text,
    hosts_in,
    hosts_in_text,
    ports_in,
    ports_in_text,
)
from harness.submission.gather import gather
from harness.submission.manifest import read_manifest
from harness.submission.naming import base_name, shown
from harness.submission.pem_uses import uses_in_text
from harness.submission.recognise import recognise
from harness.submission.source import read_source


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
BYTES = st.binary(max_size=600)


# what begins the parts of an archive
MARKS = [b"PK\1\2", b"PK\3\4", b"PK\5\6", b"\x1f\x8b", b"ustar", b"../", b"/", b"\0" * 512, b"00000000777"]


def programs_in(tree: Tree) -> None:
    with_credentials(tree, programs_of_tree("x", tree, (), NAMES))


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_archives_that_are_damaged_below_are_good(name: str) -> None:
    assert b"tcp_echo.py" in [file.path for file in read_archive(name, ARCHIVES[name], name).files]


@pytest.mark.parametrize("name", ARCHIVES)
@given(data=st.data())
@settings(deadline=None)
def test_a_damaged_archive_is_a_usage_error_at_most(name: str, data: st.DataObject) -> None:
    content = data.draw(damaged([ARCHIVES[name], *ARCHIVES.values()], tokens=MARKS))
    outcome(lambda: programs_in(read_archive(name, content, name)), UsageError)


@given(name=st.sampled_from(["x.zip", "x.tar", "x.tgz"]), content=BYTES)
def test_random_bytes_are_no_archive(name: str, content: bytes) -> None:
    outcome(lambda: read_archive(name, content, name), UsageError)


@given(content=BYTES | st.text().map(str.encode))
def test_random_bytes_are_a_usage_error_of_a_manifest_at_most(content: bytes) -> None:
    outcome(lambda: read_manifest(content, NAMES), UsageError)


MANIFESTS = [
    b'[programs.tcp-echo]\nbuild = ["gcc", "-o", "server", "a.c"]\ncommand = ["./server", "{port}"]\nport = 20000\n',
    b'[programs]\nipc-echo = { command = ["{python}", "x.py"], env = { LOG = "quiet" }, authkey = "secret" }\n',
]


@given(content=damaged(MANIFESTS, tokens=[b"[[", b"{", b'"""', b"= ", b"\\u0000", b"programs.", b"1e9", b"\r"]))
def test_a_damaged_manifest_is_a_usage_error_at_most(content: bytes) -> None:
    outcome(lambda: read_manifest(content, NAMES), UsageError)


def tree_of(manifest: bytes) -> Tree:
    names = {"conformance.toml": manifest, "x.py": b"import ssl\n", "a.c": b"main() {}", "server": b"\x7fELF"}
    return Tree(files=tuple(File(path=name.encode(), content=names[name], executable=True) for name in sorted(names)))


@given(content=damaged(MANIFESTS, tokens=[b'"-m", ', b'"a.c"', b'".."', b'"/bin/sh"', b'"{cert}"']))
def test_a_damaged_manifest_among_its_files_is_a_usage_error_at_most(content: bytes) -> None:
    outcome(lambda: programs_in(tree_of(content)), UsageError)


SECRETS = [
    b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\nMHcC\n",
    b"-----BEGIN TRUSTED CERTIFICATE-----\n",
]
USERS = [
    b"import ssl\nc = ssl.create_default_context(cafile='ca.pem')\nc.load_cert_chain('a.pem', keyfile=KEY)\n",
    b"const tls = require('tls');\nread(path.join(__dirname, 'keys', 'server.key'));\n",
    b'#!/usr/bin/perl\nuse strict;\nmy $s = SSL->new(SSL_cert_file => "$FindBin::Bin/a.pem");\n',
]


@given(secret=damaged(SECRETS), user=damaged(USERS, tokens=USERS), suffix=st.sampled_from(["py", "js", "pl", "c"]))
@settings(deadline=None)
def test_damaged_keys_and_the_sources_that_name_them_are_read_without_an_error(
    secret: bytes, user: bytes, suffix: str
) -> None:
    files = (File(path=b"keys/server.key", content=secret), File(path=f"use.{suffix}".encode(), content=user))
    program = Program(name="tls-echo", path=f"use.{suffix}", command=("x",))
    (found,) = with_credentials(Tree(files=files), [program])
    assert all(each.path and not each.path.startswith(b"/") for each in found.credentials)


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
    outcome(lambda: read_manifest(content.encode(), NAMES), UsageError)


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


@pytest.mark.parametrize("token", ["main(", "authkey", "\n", "'a.", "join('a',", "$1", "a.org.", "http://a@"])
def test_text_that_strains_the_patterns_costs_no_time(token: str) -> None:
    text = token * ((1 << 18) // len(token))
    began = time.process_time()
    ports_in_text(text)
    hosts_in_text(text)
    arguments_in_text(text)
    authkey_in_text(text)
    list(uses_in_text(f"ssl{text}", "a.c"))
    # processor time, and far from the minutes that squares of it would take
    assert time.process_time() - began < 20


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


METADATA = [
    b"---\nsubmission_1:\n  :submitters:\n  - :name: 'A ''B'' C'\n    :sid: \"1\\u00e9\"\n    :email: a@b\n"
    b"  :created_at: 2024-01-01 10:00:00 Z\n'submission_2':\n  :submitters:\n  - {:name: D, :sid: ~}\n  :score: 1.0\n"
]


@given(content=damaged(METADATA, tokens=[b":name:", b"\\ud800", b"\\U00110000", b"'", b'"', b"\n  ", b"\xff", b"null"]))
@settings(deadline=None)
def test_damaged_metadata_of_a_class_name_people_who_can_be_written_down(content: bytes) -> None:
    for each in read_metadata(content.decode("utf-8", "surrogateescape")):
        for person in each.people:
            writable(person.name + person.sid + person.email + each.folder).encode("utf-8")
