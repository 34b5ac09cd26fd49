"""Runs inside the sandbox: makes servers of the submitted mix-in and classes of the standard library, and serves.

Owns the servers and their handlers. All that is judged crosses their sockets, but for what can be seen nowhere else: a
server that was told not to listen yet. Imports the standard library and the shared part alone.
"""

from __future__ import annotations

import os
import ssl
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer, ThreadingTCPServer
from typing import Any
from xmlrpc.server import SimpleXMLRPCServer

from suites.shared.driving import Fault, Module, Reporter, drive, in_words, print_exception

NAMES = ("SSLMixin",)
ADDRESS = ("127.0.0.1", 0)
CHUNK = 64 << 10


class Echo(BaseRequestHandler):
    """Returns what comes."""

    def handle(self) -> None:
        """Go on until the client ends its side."""
        with suppress(OSError):
            while data := self.request.recv(CHUNK):
                self.request.sendall(data)


class Page(BaseHTTPRequestHandler):
    """Returns the path that was asked for, or the body that was sent."""

    def do_GET(self) -> None:
        """Return the path."""
        self._answer(self.path.encode())

    def do_POST(self) -> None:
        """Return the body."""
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # as http.server calls it
        """Keep the output for what the submission writes."""


class Greeting(TCPServer):
    """A server with an argument of its own, which each client is sent."""

    def __init__(self, address: Any, handler: Any, bind_and_activate: bool = True, *, greeting: str = "") -> None:
        super().__init__(address, handler, bind_and_activate)
        self.greeting = greeting


class Greets(Echo):
    """Says the server's greeting first."""

    def handle(self) -> None:
        """Greet, then echo."""
        with suppress(OSError):
            self.request.sendall(self.server.greeting.encode())  # type: ignore[attr-defined]  # a Greeting
        super().handle()


def tcp(module: Module, order: dict[str, Any], report: Reporter) -> None:
    """A server of one client at a time."""
    _serve(_made(module, TCPServer, Echo, order), report)


def threading(module: Module, order: dict[str, Any], report: Reporter) -> None:
    """A server with a thread for each client."""
    _serve(_made(module, ThreadingTCPServer, Echo, order), report)


def http(module: Module, order: dict[str, Any], report: Reporter) -> None:
    """A web server."""
    _serve(_made(module, HTTPServer, Page, order), report)


def xmlrpc(module: Module, order: dict[str, Any], report: Reporter) -> None:
    """A server of remote procedures; it has one, which turns a text round."""
    server = _made(module, SimpleXMLRPCServer, None, order, logRequests=False, allow_none=True)
    server.register_function(lambda text: [text[::-1], None], "turned")
    _serve(server, report)


def arguments(module: Module, order: dict[str, Any], report: Reporter) -> None:
    """A server that has an argument of its own, and is told not to listen yet."""
    own = {"bind_and_activate": False, "greeting": order["greeting"]}
    server = _made(module, Greeting, Greets, order, **own)
    if server.socket.getsockname()[1] != 0:
        raise Fault("It was bound to a port at once.")
    try:
        server.server_bind()
        server.server_activate()
    except Exception as error:
        print_exception(error)
        raise Fault(f"server_bind() and server_activate() raised {in_words(error)}") from None
    _serve(server, report)


def _made(module: Module, base: Any, handler: Any, order: dict[str, Any], **own: Any) -> Any:
    """A server of a class that has the mix-in before ``base``, with the ordered credentials."""
    places = {"keyfile": os.environ["KEYFILE"], "certfile": os.environ["CERTFILE"]}
    if order.get("ca_certs"):
        places["ca_certs"] = order["ca_certs"]
    if order.get("ca_pem"):
        Path(order["ca_certs"]).write_text(order["ca_pem"])
    needs = {"cert_reqs": ssl.VerifyMode[order["cert_reqs"]]} if order.get("cert_reqs") else {}
    mixin = module.get("SSLMixin")
    positional = (ADDRESS, handler) if handler else (ADDRESS,)
    try:
        return type("S", (mixin, base), {"daemon_threads": True})(*positional, **places, **needs, **own)
    except Exception as error:
        print_exception(error)
        raise Fault(f"S(…) raised {in_words(error)}") from None


def _serve(server: Any, report: Reporter) -> None:
    report("listens", str(server.server_address[1]))
    try:
        server.serve_forever()
    except BaseException as error:  # whatever ends it is told
        print_exception(error)
        report("ended", f"serve_forever() raised {in_words(error)}")
    else:
        report("ended", "serve_forever() returned.")
    sys.exit(1)


def main() -> None:
    """Play the ordered scene."""
    drive(NAMES, {scene.__name__: scene for scene in (tcp, threading, http, xmlrpc, arguments)})
