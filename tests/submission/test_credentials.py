"""Which files of a program get certificates and keys: by what its sources say, and by what it brought."""

from __future__ import annotations

import os
import time

import pytest

from harness.model import File, Link, Program, Role, Tree
from harness.submission.credentials import with_credentials

SERVER = {"certificate": Role.SERVER_CERTIFICATE, "key": Role.SERVER_KEY, "pair": Role.SERVER_PAIR}
CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = b"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"
ENCRYPTED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY-----\n"
LOAD = "import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"


def credentials(
    sources: str | dict[str, str | bytes],
    program: str = "tls-echo",
    links: dict[bytes, bytes] | None = None,
    folders: tuple[bytes, ...] = (),
) -> dict[str, str]:
    """Path and role of every credential; the first source is the program's own."""
    files = {"main.py": sources} if isinstance(sources, str) else sources
    tree = Tree(
        files=tuple(
            File(path=os.fsencode(name), content=text.encode() if isinstance(text, str) else text)
            for name, text in files.items()
        ),
        links=tuple(Link(path=path, target=target) for path, target in (links or {}).items()),
        folders=folders,
    )
    (found,) = with_credentials(tree, [Program(name=program, path=next(iter(files)), command=())])
    return {os.fsdecode(each.path): each.role.value for each in found.credentials}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("context.load_cert_chain('a.pem', 'b.pem')", {"a.pem": "certificate", "b.pem": "key"}),
        ("context.load_cert_chain(certfile='a.crt', keyfile='b')", {"a.crt": "certificate", "b": "key"}),
        ("context.load_cert_chain('both.pem')", {"both.pem": "pair"}),
        ("context.load_cert_chain('both.pem', None)", {"both.pem": "pair"}),
        ("context.load_cert_chain('both.pem', 'both.pem')", {"both.pem": "pair"}),
        ("context.load_cert_chain('a.pem', keyfile=args.key)", {"a.pem": "certificate"}),
        ("ssl.wrap_socket(s, 'k.pem', 'c.pem')", {"k.pem": "key", "c.pem": "certificate"}),
        ("ssl.wrap_socket(s, certfile='a.pem', server_side=True)", {"a.pem": "pair"}),
        ("Server(('', 1), H, keyfile='k.pem', certfile='c.pem')", {"k.pem": "key", "c.pem": "certificate"}),
        ("Server(('', 1), H, certfile='c.pem', keyfile=None)", {"c.pem": "pair"}),
        ("CERTFILE = 'one.pem'\nKEYFILE = 'two.pem'\nrun()", {"one.pem": "certificate", "two.pem": "key"}),
        ("CERT, KEY = 'one.pem', 'two.pem'", {"one.pem": "certificate", "two.pem": "key"}),
        ("C = os.environ.get('CERTFILE', 'a.crt')\ncontext.load_cert_chain(C, 'b.key')", {"a.crt": "certificate"}),
        ("context.load_cert_chain(os.getenv('X') or 'both.pem')", {"both.pem": "pair"}),
        ("context.load_cert_chain(sys.argv[1] if sys.argv else 'both.pem')", {"both.pem": "pair"}),
        ("def f(c='both.pem'):\n    context.load_cert_chain(c)", {"both.pem": "pair"}),
        ("def f(c, k):\n    context.load_cert_chain(c, k)\nf('1.pem', '2.pem')", {"1.pem": "certificate"}),
        (
            "class S:\n  def __init__(self, c):\n    self.c = c\n    x.load_cert_chain(self.c)\nS('1.pem')",
            {"1.pem": "pair"},
        ),
        ("p.add_argument('--cert', default='1.pem')\nx.load_cert_chain(p.parse_args().cert)", {"1.pem": "pair"}),
        ("conf = {'certfile': '1.pem', 'keyfile': '2.pem'}\nx.load_cert_chain(**conf)", {"2.pem": "key"}),
        ("HERE = Path(__file__).resolve().parent\nx.load_cert_chain(HERE / 'keys' / 'a.pem')", {"keys/a.pem": "pair"}),
        ("x.load_cert_chain(os.path.join(os.path.dirname(__file__), 'keys', 'a'))", {"keys/a": "pair"}),
        ("x.load_cert_chain(Path.cwd().joinpath('keys', 'a'))", {"keys/a": "pair"}),
        ("x.load_cert_chain(f'{os.getcwd()}/keys/a')", {"keys/a": "pair"}),
        ("D = 'keys/'\nx.load_cert_chain(D + 'a')", {"keys/a": "pair"}),
        ("x.load_cert_chain(b'a')", {"a": "pair"}),
        ("x.load_cert_chain('keys/../a')", {"a": "pair"}),
    ],
)
def test_a_python_source_says_what_its_files_are(source: str, found: dict[str, str]) -> None:
    got = credentials(LOAD + source)
    assert {path: got.get(path) for path in found} == {path: SERVER[part].value for path, part in found.items()}


@pytest.mark.parametrize(
    "source",
    [
        "context.load_verify_locations('x.pem')",
        "context.load_verify_locations(cafile='x.pem')",
        "ssl.create_default_context(cafile='x.pem')",
        "requests.get(url, verify='x.pem')",
        "Server(('', 1), H, ca_certs='x.pem')",
        "CA_FILE = 'x.pem'",
    ],
)
def test_an_authority_is_told_from_a_certificate(source: str) -> None:
    assert credentials(LOAD + source) == {"x.pem": "authority"}


@pytest.mark.parametrize(
    ("program", "source", "found"),
    [
        ("tls-echo", "x.load_cert_chain('c.pem', 'k.pem')", ["server certificate", "server key"]),
        ("tls-client", "x.load_cert_chain('c.pem', 'k.pem')", ["client certificate", "client key"]),
        ("http-get", "requests.get(u, cert=('c.pem', 'k.pem'))", ["client certificate", "client key"]),
        ("http-get", "requests.get(u, cert='c.pem')", ["client pair"]),
        ("mtls-echo", "x.load_cert_chain('client.crt', 'k.pem')", ["client certificate", "client key"]),
        ("tls-client", "CLIENT_CERT = 'alice.crt'", ["client certificate"]),
        ("mtls-echo", "CLIENT_CERT = 'alice.crt'", ["client certificate"]),
    ],
)
def test_a_certificate_is_of_the_side_that_names_or_the_program_say(
    program: str, source: str, found: list[str]
) -> None:
    assert list(credentials(f"import ssl, requests\n{source}", program).values()) == found


def test_a_file_that_is_used_twice_serves_both_uses() -> None:
    source = LOAD + "context.load_cert_chain('me.pem')\ncontext.load_verify_locations('me.pem')"
    assert credentials(source) == {"me.pem": "server pair"}


def test_the_usual_names_keep_what_they_hold() -> None:
    source = "import ssl\nssl.create_default_context(cafile='server_cert.pem')"
    assert credentials(source, "tls-client") == {"server_cert.pem": "server certificate"}


@pytest.mark.parametrize(
    "path",
    ["/etc/ssl/x.pem", "../x.pem", "keys/../../x.pem", "x\\0.pem", "a" * 300 + ".pem", "d/" * 1200 + "x.pem", "", "."],
)
def test_what_leads_out_or_is_no_name_is_left_alone(path: str) -> None:
    assert credentials(f"{LOAD}context.load_cert_chain('{path}')") == {}


def test_a_climb_out_of_the_root_is_left_alone() -> None:
    source = LOAD + "import pathlib\ncontext.load_cert_chain(pathlib.Path(__file__).parent.parent / 'x')"
    assert credentials(source) == {}
    assert credentials({"src/main.py": source}) == {"x": "server pair"}


def test_a_name_that_is_no_text_of_ours_is_put_as_it_is() -> None:
    assert credentials(LOAD + "context.load_cert_chain(b'\\xff.pem')") == {"\udcff.pem": "server pair"}
    assert credentials(LOAD + "context.load_cert_chain('\\ud800.pem')") == {}


def test_what_is_no_certificate_keeps_its_place() -> None:
    load = "context.load_cert_chain('main.py', 'notes.txt')\nx = 'auth.key', 'data.key', 'monkey.pem'"
    assert credentials({"main.py": LOAD + load, "notes.txt": "x", "data.key": "x"}) == {
        "monkey.pem": "server certificate"
    }
    assert credentials("from multiprocessing.connection import Listener\nopen('some.key')", "ipc-echo") == {}
    assert (
        credentials(
            {"main.py": LOAD + "x.load_cert_chain('file/x.pem', 'link/x.pem')", "file": "x"}, links={b"link": b"f"}
        )
        == {}
    )
    assert credentials(LOAD + "x.load_cert_chain('folder.pem')", folders=(b"folder.pem",)) == {}


@pytest.mark.parametrize(
    ("name", "content", "role"),
    [
        ("server.pem", KEY + CERTIFICATE, "server pair"),
        ("any", CERTIFICATE, "server certificate"),
        ("conf/tls.key", b"Bag Attributes\n" + ENCRYPTED, "server key"),
        ("client_cert.pem", CERTIFICATE, "client certificate"),
        ("client/alice.pem", KEY, "client key"),
        ("my-ca.crt", CERTIFICATE, "authority"),
        ("rootCA.pem", b"\n" + CERTIFICATE, "authority"),
    ],
)
def test_what_was_brought_is_known_by_its_content(name: str, content: bytes, role: str) -> None:
    assert credentials({"main.py": "run(read('config.ini'))", name: content}) == {name: role}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("main.js", b"const key = `" + KEY + b"`"),
        ("README.md", b"Put this there:\n" + CERTIFICATE),
        ("id_rsa", b"-----BEGIN OPENSSH PRIVATE KEY-----\n"),
        ("request.pem", b"-----BEGIN CERTIFICATE REQUEST-----\n"),
        ("store.p12", b"\x30\x82\x00\x00"),
    ],
)
def test_what_only_quotes_a_certificate_is_none(name: str, content: bytes) -> None:
    assert credentials({"main.py": "pass", name: content}) == {}


def test_helpers_and_the_other_programs_of_a_submission_are_read_too() -> None:
    found = credentials(
        {"main.py": "import conf", "conf.py": "CERTFILE = 'keys/a.crt'", "lib/x.py": LOAD + "y('b.crt')"}
    )
    assert found == {
        "keys/a.crt": "server certificate",
        "b.crt": "server certificate",
        "lib/b.crt": "server certificate",
    }


def test_a_programs_own_source_is_heard_first() -> None:
    mine = LOAD + "x.load_cert_chain('client_side/me.pem')"
    assert credentials({"b.py": mine, "a.py": "CLIENT_CERT = 'me.pem'"})["client_side/me.pem"] == "client pair"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "a.js",
            "tls.createServer({key: read('a.key'), cert: read(\"a.crt\")})",
            {"a.key": "key", "a.crt": "certificate"},
        ),
        ("a.js", "require('tls'); read(path.join(__dirname, 'keys', 'a.key'))", {"keys/a.key": "key"}),
        ("a.js", "require('tls'); read(__dirname + '/keys/a.key')", {"keys/a.key": "key"}),
        ("a.js", "require('tls'); read(`${__dirname}/keys/a.key`)", {"keys/a.key": "key"}),
        ("a.pl", 'IO::Socket::SSL->new(SSL_cert_file => "$FindBin::Bin/a.pem")', {"a.pem": "pair"}),
        ("a.c", 'SSL_CTX_load_verify_locations(c, "root_ca.pem", 0);', {"root_ca.pem": "authority"}),
        ("a.c", 'SSL_use("server.pem", "key.pem");', {"server.pem": "certificate", "key.pem": "key"}),
        ("a.java", 'ssl(Paths.get("keys", "a.crt"))', {"keys/a.crt": "certificate"}),
        ("a.c", 'open("a.pem");', {}),
        ("a.js", "require('tls'); fetch('https://x.org/a.pem'); read('*.pem', `${x}.pem`, '/a.pem')", {}),
    ],
)
def test_other_languages_say_it_by_the_names_of_their_files(name: str, text: str, found: dict[str, str]) -> None:
    got = credentials({name: text})
    assert {path: got.get(path) for path in found} == {
        path: Role(f"server {part}" if part != "authority" else part) for path, part in found.items()
    }
    assert found or not got


def test_the_number_is_bounded() -> None:
    brought: dict[str, str | bytes] = {f"{number}.pem": KEY for number in range(4_000)}
    named = LOAD + "\n".join(f"context.load_cert_chain('{number}.crt')" for number in range(1_000))
    assert len(credentials({"main.py": named, **brought})) == 64


@pytest.mark.parametrize(
    "source",
    [
        "a = a\nx.load_cert_chain(a)",
        "a = b\nb = a + a\nx.load_cert_chain(b + a)",
        "\n".join(f"a{n} = a{n + 1} + a{n + 1} + '.pem'" for n in range(900)) + "\nx.load_cert_chain(a0)",
        "\n".join(f"a = '{n}' or a" for n in range(900)) + "\nx.load_cert_chain(" + " + ".join(["a"] * 90) + ")",
        "x.load_cert_chain(" + "+".join(["'a'"] * 900) + ")",
        "x.load_cert_chain(" + "(" * 90 + "1" + ")" * 90 + ")",
        "x.load_cert_chain(*[1], **y)\nx.load_cert_chain()\nx.load_cert_chain(x.load_cert_chain)",
        "\n".join("x.load_cert_chain('a.pem', 'b' or c)" for _ in range(3_000)),
    ],
)
def test_a_hostile_source_is_read_in_little_time(source: str) -> None:
    began = time.process_time()
    credentials(LOAD + source)
    assert time.process_time() - began < 5


def test_hostile_text_of_another_language_is_read_in_little_time() -> None:
    texts = [
        'tls "' + '", "' * 60_000,
        "tls path.join(" + "'a'," * 30_000 + "'x.pem')",
        "tls __dirname" + " " * 120_000,
        "tls " + "__dirname +\n" * 9_000,
    ]
    began = time.process_time()
    for text in texts:
        credentials({"a.js": text + ".pem"})
    assert time.process_time() - began < 10
