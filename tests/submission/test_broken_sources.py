"""Sources that do not parse: graded all the same, and recognised by what can still be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.submission.source import LARGEST

if TYPE_CHECKING:
    from submission.conftest import Desk

# the lecture's blocks as they are printed, each with one flaw that printing brings
PRINTED = {
    "tcp-echo": """
from socketserver import BaseRequestHandler, TCPServer
class EchoHandler(BaseRequestHandler):
    def handle(self):
        while True:
            msg = self.request.recv(8192)
            if not msg:
            break
            self.request.send(msg)
if __name__ == '__main__':
    serv = TCPServer(('', 20000), EchoHandler)
    serv.serve_forever()
""",
    "line-echo": """
from socketserver import StreamRequestHandler, TCPServer
class EchoHandler(StreamRequestHandler):
    def handle(self):
        print('Got connection from', self.client_address
        for line in self.rfile:
            self.wfile.write(line)
serv = TCPServer(('', 20000), EchoHandler)
serv.serve_forever()
""",
    "echo-client": """
>>> from socket import socket, AF_INET, SOCK_STREAM
>>> s = socket(AF_INET, SOCK_STREAM)
>>> s.connect(('localhost', 20000))
>>> s.send(b'Hello')
5
""",
    "udp-time": """
from socket import socket, AF_INET, SOCK_DGRAM
import time
def time_server(address):
    sock = socket(AF_INET, SOCK_DGRAM)
    sock.bind(address)
    while True
        msg, addr = sock.recvfrom(8192)
        sock.sendto(time.ctime().encode('ascii'), addr)
time_server(('', 20000))
""",
    "ipc-echo": """
from multiprocessing.connection import (
    Listener,
)
import traceback
    serv = Listener(address, authkey=authkey)
echo_server(('', 25000), authkey=b'peekaboo'
""",
    "mtls-echo": """
import ssl
from socket import *
s = socket()
s.listen(1)
s_ssl = ssl.wrap_socket(s, keyfile=KEYFILE, certfile=CERTFILE, cert_reqs=ssl.CERT_REQUIRED,
                        server_side=True
c, a = s_ssl.accept()
""",
    "ssl-mixin": """
import ssl
class SSLMixin
    '''Mixin class that adds support for SSL'''
    def get_request(self):
        return ssl.wrap_socket(client, server_side=True)
""",
    "event-loop-api": """
class EventHandler:
    def fileno(self):
        'Return the associated file descriptor'
        raise NotImplemented('must implement'
import select
def event_loop(handlers):
    while True:
        can_recv, can_send, _ = select.select(wants_recv, wants_send, [])
""",
    "http-get": """
from urllib import request, parse
url = 'http://httpbin.org/get'
u = request.urlopen(url + '?' + querystring
resp = u.read()
print resp
""",
    "http-head": """
import requests
resp = requests.head('http://www.python.org/index.html')
status = resp.status_code
print 'last modified', resp.headers['last-modified']
""",
}


@pytest.mark.parametrize("program", PRINTED)
def test_a_printed_program_with_a_flaw_is_recognised_and_carries_it(desk: Desk, program: str) -> None:
    found = desk.only(desk.file("final.py", PRINTED[program]))
    assert found.name == program
    assert found.fault is not None
    assert found.fault.path == "final.py"


def test_a_fault_has_line_column_text_and_the_interpreter_s_words(desk: Desk) -> None:
    fault = desk.only(desk.file("tcp_echo.py", "x = 1\nserve((1, 2)\n")).fault
    assert fault is not None
    assert (fault.line, fault.column, fault.text, fault.message) == (2, 6, "serve((1, 2)", "'(' was never closed")


def test_ports_hosts_and_keys_are_read_from_what_can_still_be_read(desk: Desk) -> None:
    assert desk.only(desk.file("final.py", PRINTED["ipc-echo"])).ports == (25000,)
    assert desk.only(desk.file("final.py", PRINTED["http-get"])).hosts == ("httpbin.org",)


@pytest.mark.parametrize(
    "content",
    [
        b"x = 'caf\xe9'\n",
        b"# coding: nonsense\n",
        b"# coding: ascii\nx = '\xc3\xa9'\n",
        b"x = '\xe2\x80\x9c\n",
        b"(" * 9_000,
        b"if x:\npass\n",
    ],
)
def test_each_way_not_to_parse_is_a_fault_of_a_file_that_is_named_for_its_program(desk: Desk, content: bytes) -> None:
    fault = desk.only(desk.file("tcp_echo.py", content)).fault
    assert fault is not None
    assert fault.message
    assert fault.line >= 1


def test_a_nul_byte_in_one_source_of_a_folder_is_a_fault(desk: Desk) -> None:
    fault = desk.only(desk.folder({"tcp_echo.py": b"x = 1\n\ny = '\0'\n"})).fault
    assert fault is not None
    assert "null bytes" in fault.message


@pytest.mark.parametrize(
    "content",
    [
        "# -*- coding: latin-1 -*-\nx = 'é'\n".encode("latin-1"),
        "\ufeffx = 'é'\n".encode(),
        "# vim: set fileencoding=cp1252 :\nx = '“'\n".encode("cp1252"),
        b"x = '\\d'\nassert (1, 2)\nx is 'y'\n",
        b"x = 1\r\ny = 2\r",
    ],
)
def test_what_the_interpreter_reads_is_no_fault(desk: Desk, content: bytes) -> None:
    assert desk.only(desk.file("tcp_echo.py", content)).fault is None


def test_a_broken_source_of_no_program_is_refused_with_its_fault(desk: Desk) -> None:
    message = desk.refused(desk.file("final.py", "x = (\n"))
    assert "final.py does not parse: line 1, '(' was never closed." in message


def test_a_broken_source_can_be_asked_for(desk: Desk) -> None:
    program = desk.only(desk.file("final.py", "x = (\n"), "udp-time")
    assert program.name == "udp-time"
    assert program.fault is not None


def test_a_terminal_escape_in_a_broken_line_is_shown(desk: Desk) -> None:
    fault = desk.only(desk.file("tcp_echo.py", "x = '\x1b[2J\n")).fault
    assert fault is not None
    assert fault.text == "x = '\\x1b[2J"


def test_a_very_long_line_is_clipped(desk: Desk) -> None:
    fault = desk.only(desk.file("tcp_echo.py", "x = ('" + "y" * 5_000 + "'\n")).fault
    assert fault is not None
    assert len(fault.text) < 250


def test_a_source_that_is_too_large_to_be_read_goes_by_its_name(desk: Desk) -> None:
    program = desk.only(desk.file("tcp_echo.py", "x = 1\n" * LARGEST))
    assert (program.name, program.recognised_by, program.ports) == ("tcp-echo", "its file name", ())
