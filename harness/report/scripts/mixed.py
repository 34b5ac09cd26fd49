"""``SSLMixin``, put to use: servers of the standard library with the submitted class before them.

Owns those servers, which run in a player, and the scenes; what TLS servers must do is tried as it is with any.
"""

from __future__ import annotations

import http.client
import secrets
import ssl
import tempfile
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import BaseRequestHandler, TCPServer, ThreadingTCPServer
from typing import Any
from xmlrpc.client import ServerProxy
from xmlrpc.server import SimpleXMLRPCServer

from harness.report.scripts.certificates import Authority
from harness.report.scripts.handshakes import (
    presents_certificate,
    refuses_old_protocols,
    refuses_plaintext,
    rejects,
    serves,
    stalled_handshake,
    survives_aborted_handshake,
    survives_distrust,
)
from harness.report.scripts.loaded import PLAY, loaded, player
from harness.report.scripts.program import HOST, LIMIT, Flaw, NotStarted
from harness.report.scripts.tls import NAME, TlsProgram, context_for, running, session

GREETING = b"The greeting of this server.\n"


class Echo(BaseRequestHandler):
    """Returns what comes."""

    def handle(self) -> None:
        """Go on until the client ends its side."""
        with suppress(OSError):
            while data := self.request.recv(1 << 16):
                self.request.sendall(data)


class Greets(Echo):
    """Says the server's greeting first."""

    def handle(self) -> None:
        """Greet, then echo."""
        with suppress(OSError):
            self.request.sendall(self.server.greeting)  # type: ignore[attr-defined]  # a Greeting
        super().handle()


class Greeting(TCPServer):
    """A server with an argument of its own."""

    def __init__(self, address: Any, handler: Any, bind_and_activate: bool = True, *, greeting: bytes = b"") -> None:
        super().__init__(address, handler, bind_and_activate)
        self.greeting = greeting


class Page(BaseHTTPRequestHandler):
    """Returns the path that was asked for."""

    def do_GET(self) -> None:
        """Return it."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.path)))
        self.end_headers()
        self.wfile.write(self.path.encode())


def play(kind: str, ca_certs: str, path: str) -> None:
    """Serve in a player, with the class of the module at ``path``."""
    mixin = loaded(path).SSLMixin
    given: dict[str, Any] = {"keyfile": "server_key.pem", "certfile": "server_cert.pem"}
    if ca_certs:
        given |= {"ca_certs": ca_certs, "cert_reqs": ssl.CERT_REQUIRED}
    bases = {"tcp": TCPServer, "threading": ThreadingTCPServer, "http": HTTPServer, "arguments": Greeting}
    base: Any = bases.get(kind, SimpleXMLRPCServer)
    made = type("S", (mixin, base), {"daemon_threads": True})
    if kind == "xmlrpc":
        server = made((HOST, 0), logRequests=False, allow_none=True, **given)
        server.register_function(lambda text: [text[::-1], None], "turned")
    elif kind == "arguments":
        server = made((HOST, 0), Greets, bind_and_activate=False, greeting=GREETING, **given)
        if server.socket.getsockname()[1]:
            raise SystemExit("It was bound to a port at once.")
        server.server_bind()
        server.server_activate()
    else:
        server = made((HOST, 0), Page if kind == "http" else Echo, **given)
    server.serve_forever()


def mixes_with_tcpserver(program: TlsProgram, patience: int) -> None:
    """TCPServer becomes a server of TLS that presents its certificate."""
    serves(program, "the first to come")
    presents_certificate(program, patience)
    serves(program, "the last to come")


def mixes_with_threading(program: TlsProgram, patience: int) -> None:  # noqa: ARG001 - as all do
    """So does ThreadingTCPServer, for many clients at once."""
    try:
        links = [session(program, context_for(program)) for _ in range(3)]
        for number, link in reversed(list(enumerate(links))):
            link.sendall(b"client %d" % number)
            if link.recv(64) != b"client %d" % number:
                raise Flaw(f"Client {number} of 3 did not get back what it sent.")
    except OSError as failure:
        raise Flaw(f"Three clients at once: {failure}.") from None


def mixes_with_http(program: TlsProgram, patience: int) -> None:  # noqa: ARG001
    """So does HTTPServer."""
    path = f"/{secrets.token_hex(12)}"
    link = http.client.HTTPSConnection(NAME, program.port, timeout=LIMIT, context=context_for(program))
    try:
        link.request("GET", path)
        body = link.getresponse().read()
    except (OSError, http.client.HTTPException) as failure:
        raise Flaw(f"A GET request over TLS: {failure!r}.") from None
    if body != path.encode():
        raise Flaw(f"A GET request for {path} was answered by {body!r}.")


def mixes_with_xmlrpc(program: TlsProgram, patience: int) -> None:  # noqa: ARG001
    """So does SimpleXMLRPCServer."""
    text = secrets.token_hex(12)
    try:
        with ServerProxy(f"https://{NAME}:{program.port}", context=context_for(program), allow_none=True) as proxy:
            came = proxy.turned(text)
    except Exception as failure:  # of the network, of HTTP, of XML
        raise Flaw(f"A remote call over TLS: {failure!r}.") from None
    if came != [text[::-1], None]:
        raise Flaw(f"A remote call of turned({text!r}) was answered by {came!r}.")


def passes_arguments_on(program: TlsProgram, patience: int) -> None:  # noqa: ARG001
    """The other arguments reach the next class."""
    try:
        with session(program, context_for(program)) as link:
            came = link.recv(64)
    except OSError as failure:
        raise Flaw(f"A client: {failure}.") from None
    if came != GREETING:
        raise Flaw(f"The server was made with greeting={GREETING!r}, and said {came!r}.")


def requires_client_certificate(program: TlsProgram, patience: int) -> None:
    """Clients that ca_certs vouches for are served, and no others."""
    for fault in ("", "other-ca", "expired"):
        rejects(program, patience, fault)


def survives_failed_handshake(program: TlsProgram, patience: int) -> None:
    """serve_forever goes on after a handshake that failed."""
    survives_distrust(program, patience)
    survives_aborted_handshake(program, patience)


MIXED: dict[str, tuple[str, Callable[[TlsProgram, int], None]]] = {
    "mixes-with-tcpserver": ("tcp", mixes_with_tcpserver),
    "mixes-with-threading": ("threading", mixes_with_threading),
    "mixes-with-http": ("http", mixes_with_http),
    "mixes-with-xmlrpc": ("xmlrpc", mixes_with_xmlrpc),
    "passes-arguments-on": ("arguments", passes_arguments_on),
    "requires-client-certificate": ("tcp", requires_client_certificate),
    "refuses-plaintext": ("tcp", refuses_plaintext),
    "survives-failed-handshake": ("tcp", survives_failed_handshake),
    "refuses-old-protocols": ("tcp", refuses_old_protocols),
    "stalled-handshake": ("threading", stalled_handshake),
}
"""The server, and what is tried, by the name of the requirement."""


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:
    """Try what was recorded. Raises ``Flaw``."""
    if arguments[:1] == [PLAY]:
        play(*arguments[1:])
    kind, scene = MIXED[record["scene"]]
    asks = record["scene"] == "requires-client-certificate"
    try:
        with running(player(arguments, kind, "ca.pem" if asks else ""), {**record, "mutual": asks}) as program:
            assert isinstance(program, TlsProgram)
            scene(program, patience)
        if asks:
            trusts_another(arguments, record)
    except NotStarted as failure:
        raise Flaw(str(failure)) from None


def trusts_another(arguments: list[str], record: dict[str, Any]) -> None:
    """Another authority is as good, where ca_certs names it. Raises ``Flaw``."""
    other = Authority()
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(other.own.certificate)
        file.flush()
        with running(player(arguments, "tcp", file.name), {**record, "mutual": True}) as program:
            assert isinstance(program, TlsProgram)
            own, program.authority = program.authority, other
            context = context_for(program)
            context.load_verify_locations(cadata=own.own.certificate)
            try:
                with session(program, context) as link:
                    link.sendall(b"hello")
                    came = link.recv(64)
            except OSError as failure:
                came = str(failure).encode()
    if came != b"hello":
        raise Flaw(f"A client whose certificate another authority had signed, which ca_certs named: {came!r}.")
