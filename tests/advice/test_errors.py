"""Each cure of an error at run time, proved by what really raises it and by what only looks like it."""

from __future__ import annotations

import pytest

from harness.advice.errors import cure_of
from harness.advice.raised import Raised


def raised(source: str, **known: object) -> Raised:
    """What ``source`` raises when this interpreter runs it."""
    try:
        exec(compile(source, "main.py", "exec"), {"__name__": "main"})
    except Exception as error:
        facts = {"path": "main.py", "line": 1, "source": source, "names": frozenset({"main.py"}), **known}
        return Raised(type(error).__name__, str(error), **facts)  # type: ignore[arg-type]  # facts of a test
    raise AssertionError("it raises nothing")


IN_USE = """
from socketserver import TCPServer
first = TCPServer(("127.0.0.1", 0), None)
try:
    TCPServer(first.server_address, None)
finally:
    first.server_close()
"""
CURED = {
    "time.ctime()": "`import time`",
    "TCPServer(('', 0), None)": "`from socketserver import TCPServer`",
    "Listener(('', 0))": "`from multiprocessing.connection import Listener`",
    "socket_ = AF_INET": "`from socket import AF_INET`",
    "raw_input()": "In Python 3 it is called input",
    "serv = 1\nsrev": "Nothing is called srev",
    "import SocketServer": "In Python 3 it is called socketserver",
    "import urllib2": "In Python 3 it is called urllib.request",
    "import Threading": "The module is called threading",
    "import no_such_helper": "There is no module no_such_helper here",
    "import ssl\nssl.NONE": "ssl.CERT_NONE",
    "import ssl\nvars(ssl).pop('wrap_socket', None)\nfrom ssl import wrap_socket": "gone since Python 3.12",
    "import socket\nsocket.socket().bind(('', '20000'))": "int(…)",
    "raise NotImplemented('x')": "`raise NotImplementedError",
    "raise NotImplemented": "`raise NotImplementedError",
    IN_USE: "Only one TCP server can have it",
}


@pytest.fixture(autouse=True)
def whole_ssl(monkeypatch: pytest.MonkeyPatch) -> None:
    import ssl  # put back what a source takes away

    if hasattr(ssl, "wrap_socket"):
        monkeypatch.setattr(ssl, "wrap_socket", ssl.wrap_socket)


@pytest.mark.parametrize(("source", "cure"), CURED.items())
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_error_is_told_its_cure(source: str, cure: str) -> None:
    assert cure in cure_of(raised(source))


def test_a_method_without_self_is_told_so() -> None:
    error = raised("class A:\n    def handle(): pass\nA().handle()")
    at_its_line = Raised(error.kind, error.message, "main.py", 2, error.source)
    assert "Write `def handle(self)`" in cure_of(at_its_line)
    # a call with an argument too many, of a method that has its self
    too_many = raised("class A:\n    def handle(self): pass\nA().handle(1)")
    assert cure_of(Raised(too_many.kind, too_many.message, "main.py", 2, too_many.source)) == ""


@pytest.mark.parametrize(
    "message",
    ["module 'socket' has no attribute 'AF_INET'", "cannot import name 'socket' from 'socket'"],
)
def test_a_file_that_is_called_like_a_module_stands_in_its_way(message: str) -> None:
    error = Raised("AttributeError", message, "main.py", 1, "", frozenset({"main.py", "socket.py"}))
    assert "Rename it" in cure_of(error)
    assert cure_of(Raised("AttributeError", message, "main.py", 1, "", frozenset({"main.py"}))) == ""


def test_a_module_that_was_imported_from_itself_is_told_so() -> None:
    error = Raised("TypeError", "'module' object is not callable", "socket.py", 2, "", frozenset({"socket.py"}))
    assert "Your own file socket.py" in cure_of(error)


@pytest.mark.parametrize("source", ["1 / 0", "[][1]", "open('no-such-file')", "import math\nmath.pie", "int('x')"])
def test_what_does_not_tell_its_cause_is_told_no_cure(source: str) -> None:
    assert cure_of(raised(source)) == ""
