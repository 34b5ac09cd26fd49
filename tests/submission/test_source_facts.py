"""Facts of a source: ports, host names, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.submission.facts import (
    arguments_in_text,
    authkey_in,
    authkey_in_text,
    bound_in,
    hosts_in,
    hosts_in_text,
    ports_in,
    ports_in_text,
)
from harness.submission.gather import gather
from harness.submission.signals import S
from harness.submission.source import read_source

if TYPE_CHECKING:
    import ast


def tree(source: str) -> ast.Module:
    return read_source("x.py", source.encode()).tree


@pytest.mark.parametrize(
    ("source", "ports"),
    [
        ("serve(('', 20000))", (20000,)),
        ("serve(('', 80))", (80,)),
        ("serve((HOST, 7, 0, 0))", (7,)),
        ("PORT = 443", (443,)),
        ("my_port: int = 99", (99,)),
        ("run(port=21)", (21,)),
        ("def run(host, port=22): pass", (22,)),
        ("def run(host, *, port=22, x=23): pass", (22,)),
        ("port = int(os.environ.get('PORT', '8000'))", (8000,)),
        ("port = int(os.environ.get('PORT', 80))", (80,)),
        ("port = int(sys.argv[1]) if sys.argv else 2000", (2000,)),
        ("p.add_argument('--port', type=int, default=9000)", (9000,)),
        ("get('http://localhost:8080/')", (8080,)),
        ("recv(8192); serve(('', 20000))", (20000, 8192)),
        ("x = 1023; y = 65536; z = 0; port = True; port = 0; port = 70000", ()),
        ("x = 1024; y = 0xFFFF", (1024, 65535)),
        ("x = ('1', 2), (1, 2)", (2,)),
        ("setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)", ()),
        ("x = -5000", (5000,)),
        ("get('http://localhost:99999/')", ()),
    ],
)
def test_ports_are_read_where_ports_stand(source: str, ports: tuple[int, ...]) -> None:
    assert ports_in(tree(source)) == ports


def test_ports_are_few_even_in_a_hostile_source() -> None:
    assert len(ports_in(tree(f"x = {list(range(2000, 9000))}"))) <= 64


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("s.bind(('', 20001)); s.sendto(b'', ('localhost', 20000))", {20001}),
        ("OWN = 20001\ns.bind(('', OWN))", {20001}),
        ("ME = ('', 20001)\ns.bind(ME)", {20001}),
        ("bind(); s.bind(); s.bind(x); s.bind(('', port)); s.bind(('',))", set()),
        ("s.connect(('localhost', 20000))", set()),
    ],
)
def test_ports_that_a_source_binds_are_its_own(source: str, own: set[int]) -> None:
    assert bound_in(tree(source)) == own


def test_ports_of_another_language_are_its_larger_numbers() -> None:
    assert ports_in_text("listen(20000); x = 80; y = 123456; z = 1.2345; a1234; 65536") == (20000,)


@pytest.mark.parametrize(
    ("source", "hosts"),
    [
        ("get('http://httpbin.org/get')", ("httpbin.org",)),
        ("get('https://WWW.Python.org:443/x'); get('http://httpbin.org')", ("www.python.org", "httpbin.org")),
        ("get('http://user:pw@www.python.org/pypi?:action=login')", ("www.python.org",)),
        ("get(f'http://httpbin.org/{x}')", ("httpbin.org",)),
        ("get(f'http://{host}/')", ()),
        ("get(b'http://httpbin.org/')", ("httpbin.org",)),
        ("from http.client import HTTPConnection as H\nH('www.python.org', 80)", ("www.python.org",)),
        ("import http.client\nX = 'www.python.org'\nhttp.client.HTTPSConnection(X)", ("www.python.org",)),
        ("connect('www.python.org', 80)", ("www.python.org",)),
        ("connect('index.html', 80); open('data.csv')", ()),
        ("get('http://127.0.0.1/'); get('http://localhost/'); get('http://[::1]/')", ()),
        ("get('http://evil..org/'); get('http://-x/'); get('http://a_b/')", ("a",)),
        ("get('http://httpbin.org./')", ("httpbin.org",)),
        ("get('nothttp://x.org/')", ()),
    ],
)
def test_hosts_are_read_from_urls_and_connections(source: str, hosts: tuple[str, ...]) -> None:
    assert hosts_in(tree(source)) == hosts


def test_hosts_of_another_language_are_read_from_urls() -> None:
    assert hosts_in_text('fetch("http://httpbin.org/get"); // http://127.0.0.1') == ("httpbin.org",)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("Listener(a, authkey=b'mine')", "mine"),
        ("Listener(a, authkey='mine'.encode())", "mine"),
        ("Listener(a, authkey=bytes('mine', 'utf-8'))", "mine"),
        ("KEY = b'mine'\nListener(a, authkey=KEY)", "mine"),
        ("AUTHKEY = b'mine'\nserve(AUTHKEY)", "mine"),
        ("def serve(a, authkey=b'mine'): pass", "mine"),
        ("def serve(a, *, authkey=b'mine'): pass", "mine"),
        ("def serve(a, authkey): Listener(a, authkey=authkey)\nserve(a, authkey=b'mine')", "mine"),
        ("Listener(a, authkey=sys.argv[1])", "peekaboo"),
        ("Listener(a, authkey=b'\\xff')", "peekaboo"),
        ("Listener(a)", "peekaboo"),
        ("Listener(a, None, 5, b'mine')", "mine"),
        ("KEY = 'mine'\nListener(a, authkey=KEY.encode())", "mine"),
        ("def serve(address, authkey): ...\nserve(('', 1), b'mine')", "mine"),
        ("deliver_challenge(conn, b'mine')", "mine"),
        ("connection.answer_challenge(conn, KEY)\nKEY = b'mine'", "mine"),
        ("self.authkey = b'mine'", "mine"),
        ("Listener(a, authkey=os.environ.get('IPC_KEY', 'mine').encode())", "mine"),
        ("p.add_argument('--authkey', default='mine')", "mine"),
        ("Listener(a, authkey=sys.argv[1].encode() if sys.argv[1:] else b'mine')", "mine"),
        ("OLD = b'mine'\nKEY = OLD\nListener(a, authkey=KEY)", "mine"),
        ("class Settings: key: bytes = b'mine'\nListener(a, authkey=Settings.key)", "mine"),
        ("k = k or k\nListener(a, authkey=k)", "peekaboo"),
        ("Listener(a, authkey=os.environ.get('AUTHKEY', 'mine').encode())", None),
        ("Client(a, authkey=os.environb[b'AUTHKEY'])", None),
    ],
)
def test_a_key_is_the_literal_unless_the_source_asks_for_the_drawn_one(source: str, key: str | None) -> None:
    assert authkey_in(tree(source)) == key


@pytest.mark.parametrize(
    ("source", "takes"),
    [
        ("import sys; print(sys.argv[1])", True),
        ("from sys import argv as words; print(words[1])", True),
        ("import argparse; p = argparse.ArgumentParser()", True),
        ("from argparse import *; p = ArgumentParser()", False),  # nothing tells what a star brings
        ("import click\n@click.command()\ndef main(): pass", True),
        ("import sys; sys.exit(1)", False),
        ("import argparse", False),
    ],
)
def test_a_source_that_reads_its_arguments_says_so(source: str, takes: bool) -> None:
    assert (S.ARGUMENTS in gather(tree(source))) is takes


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("int main(int argc, char **argv) { connect_to(argv[1]); }", True),
        ("int main(int argc, char *argv[]) { connect_to(HOST); }", False),
        ("const [host, port] = process.argv.slice(2)", True),
        ("my ($host, $port) = @ARGV;", True),
        ("my $host = shift @ARGV;", True),
        ("fn main() { let a: Vec<String> = std::env::args().collect(); }", True),
        ("public static void main(String[] args) { new Socket(args[0]); }", True),
        ("public static void main(String... args) { new Socket(HOST); }", False),
        ("fmt.Println(os.Args[1])", True),
        ('curl -s "$1"', True),
        ('exec curl "$@"', True),
        ('connect "${1}" "${2:-20000}"', True),
        ("int main(void) { connect(s, 20000); }", False),
        ("use strict;\nsub main { my ($host) = @_; }\nexit main(@ARGV);", True),
        ("use Getopt::Long;\nGetOptions('host=s' => \\my $host);", True),
        ("async function main([host, port]) {}\nmain(process.argv.slice(2));", True),
        ("async function main() {}\nmain();", False),
        ('for word; do send "$word"; done', True),
        ("curl http://httpbin.org/get", False),
        ("use strict;\nmy $url = 'x'; s/([^a-z])/sprintf($1)/ge;", False),
        ("use strict;\nmy ($url) = @ARGV;", True),
        ("int main(int c, char **v) { connect_to(v[1]); }", True),
        ("int main(int c, char *v[]) { connect_to(HOST); }", False),
        ("public static void main(String[] words) { new Socket(words[0]); }", True),
        ("public static void main(final String... a) { new Socket(HOST); }", False),
        ("use strict;\nmy $url = shift;", True),
        ("use strict;\nmy $url = shift || 'http://httpbin.org/';\nsub f {\n    my $x = shift;\n}", True),
        ("use strict;\nsub f {\n    my $x = shift;\n    g(sub {\n        shift;\n    });\n}\nf('x');", False),
        ("public static void main(String[] a) { // a client\n new Socket(HOST); }", False),
        ("public static void main(String[] a) { for (String each : a) say(each); }", True),
        ("async function main(url) { await fetch(url); }\nmain('http://httpbin.org/get');", False),
        ("int main(int c, char **v) { while (*++v) say(*v); }", True),
        ("use strict;\non(read => sub {\n    my $x = shift;\n});\nmy @l = map { f(sub { shift }); } 1;", False),
        ("use strict;\nsub f { shift }\nmy $x = shift @list;", False),
        ("PK\3\4\0\0", True),
    ],
)
def test_a_source_of_another_language_that_seems_to_read_its_arguments(text: str, takes: bool) -> None:
    assert arguments_in_text(text) is takes


def test_a_key_may_stand_in_a_module_that_is_imported() -> None:
    assert authkey_in(tree("from config import KEY\nListener(a, authkey=KEY)"), tree("AUTHKEY = b'mine'")) == "mine"
    for use in (
        "import config as c\nListener(a, authkey=c.KEY)",
        "from config import KEY as K\nListener(a, authkey=K)",
    ):
        assert authkey_in(tree(use), tree("KEY = b'mine'")) == "mine"
    assert authkey_in(tree("import config"), tree("KEY = os.environ['AUTHKEY']")) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("const key = process.env.AUTHKEY", None),
        ('getenv("AUTHKEY")', None),
        ('const AUTHKEY = "mine";', "mine"),
        ("authkey => 'mine',", "mine"),
        ('static const char authkey[] = "mine";', "mine"),
        ("int main() {}", "peekaboo"),
    ],
)
def test_a_key_in_another_language_is_read_too(text: str, key: str | None) -> None:
    assert authkey_in_text(text) == key
