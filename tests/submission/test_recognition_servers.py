"""Recognition of servers and classes: each program in several styles, under a name that says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reference
from harness.requirement import load_suites

if TYPE_CHECKING:
    from submission.conftest import Desk

REFERENCE = Path(reference.__file__).parent
HANDLER = "class H({}):\n    def handle(self):\n        "

SOURCES = {
    "tcp-echo": [
        # the lecture's
        f"from socketserver import BaseRequestHandler, TCPServer\n{HANDLER.format('BaseRequestHandler')}"
        "self.request.send(self.request.recv(8192))\n"
        "if __name__ == '__main__':\n    serv = TCPServer(('', 20000), H)\n    serv.serve_forever()\n",
        # aliases, and a class that is assigned
        "from socketserver import ThreadingTCPServer as T\nServer = T\nServer(('', 20000), None).serve_forever()\n",
        # a mix-in, under a module's other name
        "import socketserver as ss\nclass S(ss.ThreadingMixIn, ss.TCPServer): pass\nS(('', 1), None).serve_forever()\n",
        # plain sockets by star import, no main guard
        "from socket import *\ns = socket(AF_INET, SOCK_STREAM)\ns.bind(('', 20000))\ns.listen(5)\nc, a = s.accept()\n",
        # threads
        "import socket as s, threading\nwith s.create_server(('', 20000)) as x:\n    c, _ = x.accept()\n",
        # asyncio, by streams and by protocol
        "import asyncio\nasync def h(r, w):\n    w.write(await r.read(100))\n"
        "async def main():\n    await asyncio.start_server(h, '', 20000)\nasyncio.run(main())\n",
        "import asyncio\nasync def main():\n    loop = asyncio.get_running_loop()\n"
        "    await loop.create_server(P, '', 20000)\nasyncio.run(main())\n",
        # binds and accepts, and forgot to listen
        "import socket\ns = socket.socket()\ns.bind(('', 20000))\nc, a = s.accept()\n",
        # Python 2's module, which parses and does not import
        "import SocketServer\nSocketServer.TCPServer(('', 20000), None).serve_forever()\n",
        # a blocking start
        "import socketserver, sys\nline = sys.stdin.readline()\nsocketserver.ForkingTCPServer(('', 1), None)\n",
        # cuts text for its log, and strips what it compares
        "import socket\ns = socket.create_server(('', 1))\nc, a = s.accept()\nwhile data := c.recv(99):\n"
        "    print(data.decode().split('\\n'))\n    if data.strip() == b'quit': break\n    c.sendall(data)\n",
    ],
    "line-echo": [
        f"from socketserver import StreamRequestHandler, TCPServer\n{HANDLER.format('StreamRequestHandler')}"
        "for line in self.rfile:\n            self.wfile.write(line)\n"
        "if __name__ == '__main__':\n    serv = TCPServer(('', 20000), H)\n    serv.serve_forever()\n",
        f"import socketserver\n{HANDLER.format('socketserver.StreamRequestHandler')}"
        "f = self.rfile\n        for line in f: self.wfile.write(line)\n"
        "socketserver.ThreadingTCPServer(('', 20000), H).serve_forever()\n",
        "import asyncio\nasync def h(r, w):\n    while line := await r.readline():\n        w.write(line)\n"
        "async def main():\n    await asyncio.start_server(h, '', 20000)\nasyncio.run(main())\n",
        "import asyncio\nasync def h(r, w):\n    async for line in r:\n        w.write(line)\n"
        "async def main():\n    await asyncio.start_server(h, '', 20000)\nasyncio.run(main())\n",
        "import socket\ns = socket.create_server(('', 1))\nwhile True:\n    c, a = s.accept()\n"
        "    with c.makefile('rwb') as f:\n        for line in f: f.write(line)\n",
        "import socket\ns = socket.create_server(('', 1))\nc, a = s.accept()\nf = c.makefile('rwb')\n"
        "for line in iter(f.readline, b''): f.write(line)\n",
        # lines cut out of bytes by hand
        "import socket\ns = socket.create_server(('', 1))\nc, a = s.accept()\nrest = b''\nwhile data := c.recv(99):\n"
        "    *lines, rest = (rest + data).split(b'\\n')\n    for line in lines: c.sendall(line + b'\\n')\n",
        "import asyncio\nclass P(asyncio.Protocol):\n    def data_received(self, data):\n        self.b += data\n"
        "        while b'\\n' in self.b: pass\nasync def main(loop):\n    await loop.create_server(P, '', 20000)\n",
        "from socket import *\nEND = b'\\n'\ns = socket()\ns.bind(('', 20000))\ns.listen(5)\nc, a = s.accept()\n"
        "line = b''\nwhile not line.endswith(END): line += c.recv(1)\nc.sendall(line)\n",
    ],
    "udp-time": [
        f"from socketserver import BaseRequestHandler, UDPServer\nimport time\n{HANDLER.format('BaseRequestHandler')}"
        "msg, sock = self.request\n        sock.sendto(time.ctime().encode('ascii'), self.client_address)\n"
        "if __name__ == '__main__':\n    serv = UDPServer(('', 20000), H)\n    serv.serve_forever()\n",
        "from socket import *\nfrom time import *\ns = socket(AF_INET, SOCK_DGRAM)\ns.bind(('', 20000))\n"
        "while True:\n    m, a = s.recvfrom(8192)\n    s.sendto(ctime().encode(), a)\n",
        "import asyncio, datetime\nclass P(asyncio.DatagramProtocol): pass\nnow = datetime.datetime.now\n"
        "async def main(loop):\n    await loop.create_datagram_endpoint(P, local_addr=('', 20000))\n",
        "import socket as s, time as t\nx = s.socket(type=s.SOCK_DGRAM)\nx.bind(('', 1))\nt.strftime('%c')\n",
        # waits for readiness, on datagrams alone
        "import select, socket, time\ns = socket.socket(2, socket.SOCK_DGRAM)\ns.bind(('', 1))\n"
        "select.select([s], [], [])\ntime.ctime()\n",
    ],
    "ipc-echo": [
        "from multiprocessing.connection import Listener\nimport traceback\n"
        "def echo_server(address, authkey):\n    serv = Listener(address, authkey=authkey)\n"
        "    client = serv.accept()\necho_server(('', 25000), authkey=b'peekaboo')\n",
        "import multiprocessing.connection as mpc\nwith mpc.Listener(('', 25000)) as x: x.accept()\n",
        "import multiprocessing.connection\nmultiprocessing.connection.Listener(('', 25000))\n",
        "from multiprocessing import connection\nL = connection.Listener\nL(('', 25000), authkey=b'x')\n",
        "from multiprocessing.connection import *\nListener(('', 25000))\n",
        "import socket\nfrom multiprocessing.connection import *\ns = socket.create_server(('', 25000))\n"
        "c = Connection(s.accept()[0].detach())\ndeliver_challenge(c, b'x')\nanswer_challenge(c, b'x')\n",
    ],
    "tls-echo": [
        # the lecture's
        "from socket import socket, AF_INET, SOCK_STREAM\nimport ssl\ns = socket(AF_INET, SOCK_STREAM)\n"
        "s.bind(('', 20000))\ns.listen(1)\n"
        "s_ssl = ssl.wrap_socket(s, keyfile='k', certfile='c', server_side=True)\nc, a = s_ssl.accept()\n",
        "import ssl, socketserver\nx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
        "class S(socketserver.ThreadingTCPServer): pass\ns = S(('', 1), None)\ns.socket = x.wrap_socket(s.socket)\n",
        "import asyncio, ssl\nasync def main():\n    c = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)\n"
        "    await asyncio.start_server(None, '', 20000, ssl=c)\nasyncio.run(main())\n",
        "from ssl import *\nfrom socket import *\nc = create_default_context(Purpose.CLIENT_AUTH)\n"
        "s = create_server(('', 20000))\nc.wrap_socket(s, server_side=True)\n",
        "from ssl_mixin import SSLMixin\nimport socketserver\nclass S(SSLMixin, socketserver.TCPServer): pass\nS()\n",
    ],
    "mtls-echo": [
        "import socket, ssl\ns = socket.socket()\ns.bind(('', 20000))\ns.listen(1)\n"
        "ssl.wrap_socket(s, cert_reqs=ssl.CERT_REQUIRED, ca_certs='ca.pem', server_side=True)\n",
        "import asyncio, ssl\nc = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)\n"
        "c.verify_mode = ssl.VerifyMode.CERT_REQUIRED\nasyncio.run(asyncio.start_server(None, '', 1, ssl=c))\n",
        "from ssl import SSLContext as C, PROTOCOL_TLS_SERVER, CERT_REQUIRED as R\nimport socketserver\n"
        "c = C(PROTOCOL_TLS_SERVER)\nc.verify_mode = R\nsocketserver.TCPServer(('', 1), None)\n",
    ],
    "ssl-mixin": [
        "import ssl\nclass SSLMixin:\n    def get_request(self):\n        client, addr = super().get_request()\n"
        "        return ssl.wrap_socket(client, server_side=True), addr\n",
        "import ssl, socketserver\nclass SSLMixin:\n    def __init__(self, *a, cert_reqs=ssl.CERT_NONE, **k): pass\n"
        "class S(SSLMixin, socketserver.TCPServer): pass\n"
        "if __name__ == '__main__':\n    S(('', 20000), None, cert_reqs=ssl.CERT_REQUIRED).serve_forever()\n",
    ],
    "event-loop": [
        "import selectors, socket\nsel = selectors.DefaultSelector()\ns = socket.socket()\ns.bind(('', 20000))\n"
        "s.listen(100)\nsel.register(s, selectors.EVENT_READ)\nwhile True: sel.select()\n",
        "from select import select\nfrom socket import create_server\ns = create_server(('', 20000))\n"
        "while True: select([s], [], [])\n",
        "import select as x, socket\ns = socket.socket()\ns.listen()\np = x.poll()\np.register(s)\n",
        "from select import *\nfrom socket import *\ns = socket()\ns.listen()\ne = epoll()\n",
        "from event_loop import EventHandler, event_loop\nimport socket\nclass TCPServer(EventHandler):\n"
        "    def __init__(self, a):\n        self.sock = socket.socket()\n        self.sock.listen(1)\n"
        "event_loop([TCPServer(('', 16000))])\n",
        # the lecture's interface, its loop under another name
        "import select, socket\nclass EventHandler: pass\nclass S(EventHandler):\n"
        "    def __init__(self): self.s = socket.socket(); self.s.listen(1)\n"
        "def serve(handlers):\n    while True: select.select(handlers, [], [])\nserve([S()])\n",
        # serves datagrams from the same loop
        "import select, socket\ns = socket.socket()\ns.listen()\nu = socket.socket(type=socket.SOCK_DGRAM)\n"
        "u.bind(('', 1))\nselect.select([s, u], [], [])\n",
    ],
    "event-loop-api": [
        "import select\nclass EventHandler:\n    def fileno(self): raise NotImplementedError\n"
        "def event_loop(handlers):\n    while True: select.select(handlers, [], [])\n",
        # a server's class is there, and nothing starts it
        "import select, socket\nclass EventHandler: pass\nclass TCPServer(EventHandler):\n"
        "    def __init__(self): self.s = socket.socket(); self.s.listen(1)\n"
        "def event_loop(handlers): select.select(handlers, handlers, [])\n",
        # datagrams alone make no echo server
        "import select, socket, time\nclass EventHandler: pass\ndef event_loop(h): select.select(h, h, [])\n"
        "class UDPServer(EventHandler):\n    def __init__(s, a): socket.socket(2, socket.SOCK_DGRAM).bind(a)\n"
        "time.ctime()\nif __name__ == '__main__':\n    event_loop([UDPServer(('', 14000))])\n",
    ],
}


@pytest.mark.parametrize(
    ("program", "source"), [(program, source) for program, styles in SOURCES.items() for source in styles]
)
def test_a_program_is_recognised_by_its_source_alone(desk: Desk, program: str, source: str) -> None:
    found = desk.only(desk.file("final.py", source))
    assert found.name == program
    assert found.recognised_by.endswith("in its source")
    assert found.fault is None


def test_an_event_loop_that_serves_is_both_programs(desk: Desk) -> None:
    source = SOURCES["event-loop-api"][1] + "if __name__ == '__main__':\n    event_loop([TCPServer()])\n"
    assert desk.names(desk.file("final.py", source)) == ["event-loop", "event-loop-api"]


@pytest.mark.parametrize("program", sorted(load_suites()))
def test_a_reference_is_recognised_as_what_it_is(desk: Desk, program: str) -> None:
    name = f"{program.replace('-', '_')}.py"
    assert desk.names(desk.file(name, (REFERENCE / name).read_text())) == [program]


@pytest.mark.parametrize(
    ("name", "program", "reason"),
    [
        (0, "tcp-echo", "socketserver.TCPServer in its source"),
        (2, "tcp-echo", "socketserver.TCPServer in its source"),
        (3, "tcp-echo", ".listen() in its source"),
        (5, "tcp-echo", "asyncio.start_server in its source"),
    ],
)
def test_the_reason_names_what_was_seen(desk: Desk, name: int, program: str, reason: str) -> None:
    assert desk.only(desk.file("final.py", SOURCES[program][name])).recognised_by == reason


@pytest.mark.parametrize(
    "source",
    [
        "import socketserver\nfrom socket import *\n",  # an import is no use
        "class TCPServer: pass\nTCPServer()\n",  # a class of its own
        "from socketserver import *\nclass TCPServer: pass\nTCPServer()\n",  # that hides the library's
        "import socketserver\nsocketserver.UDPServer(('', 1), None)\n",  # datagrams, and not the time
        "from http.server import HTTPServer\nHTTPServer(('', 80), None).serve_forever()\n",
        "'''Use socketserver.TCPServer and .listen(5)'''\n# s.listen(5)\n",
    ],
)
def test_a_source_that_is_none_of_the_programs_is_none(desk: Desk, source: str) -> None:
    assert "no program of the lecture" in desk.refused(desk.file("final.py", source))


@pytest.mark.parametrize(
    ("stem", "style", "program"),
    [
        ("line_echo", "tcp-echo", "line-echo"),  # of one family the name decides
        ("tcp_echo", "line-echo", "tcp-echo"),
        ("tcp-echo-alice", "event-loop", "tcp-echo"),
        ("MtlsEcho", "tls-echo", "mtls-echo"),
        ("event_loop_server", "tcp-echo", "event-loop"),
        ("echo_server", "line-echo", "line-echo"),  # a name that several bear decides nothing
        ("echo_server", "ipc-echo", "ipc-echo"),
        ("echo_server", "tls-echo", "tls-echo"),
        ("tls_echo", "mtls-echo", "mtls-echo"),
        ("event_loop", "event-loop", "event-loop"),
        ("tcp_echo", "udp-time", "udp-time"),  # another transport is never outvoted
        ("udp_time", "tcp-echo", "tcp-echo"),
        ("tcp_echo", "tls-echo", "tls-echo"),
        ("tls_echo", "tcp-echo", "tcp-echo"),
        ("echo_client", "tcp-echo", "tcp-echo"),
    ],
)
def test_a_file_name_decides_within_its_family_only(desk: Desk, stem: str, style: str, program: str) -> None:
    assert desk.only(desk.file(f"{stem}.py", SOURCES[style][0])).name == program


@pytest.mark.parametrize(
    ("stem", "program"),
    [
        ("tcp_echo", "tcp-echo"),
        ("echo_server", "tcp-echo"),
        ("event_loop", "event-loop-api"),
        ("event_loop_server", "event-loop"),
        ("event_loop_api", "event-loop-api"),
        ("sslmixin", "ssl-mixin"),
        ("HTTP-Get", "http-get"),
        ("tls_mutual_v2", "mtls-echo"),
    ],
)
def test_a_file_name_decides_where_the_source_is_silent(desk: Desk, stem: str, program: str) -> None:
    found = desk.only(desk.file(f"{stem}.py", "import mine\nmine.run()\n"))
    assert (found.name, found.recognised_by) == (program, "its file name")


def test_a_program_that_is_asked_for_is_taken_whatever_the_source_says(desk: Desk) -> None:
    found = desk.only(desk.file("udp_time.py", SOURCES["udp-time"][0]), "tcp-echo")
    assert (found.name, found.recognised_by) == ("tcp-echo", "--program")


def test_one_file_can_be_asked_for_as_two_programs(desk: Desk) -> None:
    path = desk.file("loop.py", SOURCES["event-loop"][0])
    assert desk.names(path, "event-loop", "event-loop-api", "event-loop") == ["event-loop", "event-loop-api"]
