"""A site of the script's own, that an HTTP client is run against: what it requested, and what it is answered.

Owns sockets and requests. May not know what a right request is.
"""

from __future__ import annotations

import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from harness.report.scripts.program import HOST, LIMIT

HELD = 10.0


class Heard(NamedTuple):
    """A request as it came. Names of ``fields`` are in small letters; ``whole`` is whether all of the body came."""

    method: str
    path: str
    query: str
    fields: list[tuple[str, str]]
    body: bytes
    whole: bool
    port: int
    secure: bool

    def field(self, name: str) -> str:
        """The value of a field of the header; empty where there is none."""
        return next((value for each, value in self.fields if each == name), "")

    def __str__(self) -> str:
        """In words."""
        return f"{self.method} {self.path}{'?' + self.query if self.query else ''} on port {self.port}"


class Answer(NamedTuple):
    """What is answered: the body ends with the connection where it is ``cut`` before the length that is announced."""

    status: int
    body: bytes = b""
    fields: Sequence[tuple[str, str]] = (("Content-Type", "text/plain"),)
    cut: int = 0
    bare: bool = False


Reply = Callable[[Heard], Answer | None]
"""What to answer, or nothing for as long as anybody waits."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request on each connection."""

    server: Listener
    protocol_version = "HTTP/1.1"
    timeout = LIMIT

    def setup(self) -> None:
        """Shake hands first where this is https; in a thread of its own."""
        if self.server.context:
            self.request.settimeout(LIMIT)
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def answer(self) -> None:
        """Write the request down, and answer it."""
        self.close_connection = True
        place = urlsplit(self.path)
        fields = [(name.lower(), value) for name, value in self.headers.items()]
        body, whole = self.body()
        secure, port = bool(self.server.context), self.server.server_address[1]
        heard = Heard(self.command, place.path, place.query, fields, body, whole, port, secure)
        self.server.site.heard.append(heard)
        answer = self.server.site.reply(heard)
        if answer is None:
            self.server.site.over.wait(HELD)
            return
        self.send_response(answer.status)
        for name, value in answer.fields:
            self.send_header(name, value)
        if not answer.bare:
            self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[: len(answer.body) - answer.cut])

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = do_PATCH = do_OPTIONS = answer  # noqa: N815 - names of http.server

    def body(self) -> tuple[bytes, bool]:
        """The body as it was sent, and whether it came to its end."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self.chunks()
        size = self.headers.get("Content-Length", "0")
        due = int(size) if size.isdecimal() else 0
        body = self.rfile.read(due)
        return body, len(body) == due

    def chunks(self) -> tuple[bytes, bool]:
        """A body that comes in pieces, each after its length."""
        body = b""
        while line := self.rfile.readline(100):
            try:
                size = int(line.partition(b";")[0], 16)
            except ValueError:
                break
            body += self.rfile.read(size)
            self.rfile.readline(100)
            if not size:
                return body, True
        return body, False

    def log_message(self, form: str, *arguments: Any) -> None:
        """Say nothing: what matters is written down."""


class Listener(ThreadingHTTPServer):
    """One address of a site; https where there is a ``context``."""

    daemon_threads = True

    def __init__(self, site: Site, address: tuple[str, int], context: ssl.SSLContext | None) -> None:
        self.site, self.context = site, context
        super().__init__(address, Handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def server_bind(self) -> None:
        """Bind, and ask nobody for the name of this machine."""
        socket.socket.bind(self.socket, self.server_address)
        self.server_address = self.socket.getsockname()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever leaves in the middle is no trouble."""

    def server_close(self) -> None:
        """Do not wait for those who are being served."""
        self.socket.close()


class Site:
    """Listens and answers by ``reply``. A context manager."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.heard: list[Heard] = []
        self.over = threading.Event()
        self.listeners: list[Listener] = []

    def listen(self, port: int = 0, pem: str = "", host: str = HOST) -> int:
        """Be there on a port, or on any that is free; with the key and certificates of ``pem`` over TLS."""
        listener = Listener(self, (host, port), server_context(pem) if pem else None)
        self.listeners.append(listener)
        return int(listener.server_address[1])

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for listener in self.listeners:
            listener.shutdown()
            listener.server_close()


def server_context(pem: str) -> ssl.SSLContext:
    """What a server's side is made with: a key, and the certificates that go with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name)
    return context
