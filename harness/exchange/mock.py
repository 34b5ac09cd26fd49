"""HTTP servers of the harness's own, on any number of ports, and every request as it arrived.

Owns the threads (pytest-httpserver's), the TLS of a listener, and the record of what went over each connection. What is
answered is the check's affair. A thread lives in the network that was there when it began: a mock is opened
once the program's network is there, and closed before the next. To be imported late: it costs 110 ms.
"""

from __future__ import annotations

import io
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import WSGIRequestHandler, make_server

from harness.exchange.rounds import Address
from harness.exchange.tap import Noting, Tap
from harness.exchange.tls import present
from harness.exchange.transcript import Transcript
from harness.model import Happening

LARGEST = 32 << 20  # of one request
ROOM = 128 << 20  # of all requests of one run
MOST_CONNECTIONS = 200
_IDLE_LIMIT = 10.0
_POLL = 0.01  # pytest-httpserver's own would make every stop take half a second
_BACKLOG = 128
_SETTLE_LIMIT = 2.0
_GLANCE = 0.002


@dataclass(frozen=True)
class Heard:
    """One request. ``target`` is as it stands in its first line, ``head`` the bytes up to the body (8 KiB at most).

    ``whole`` is false where the connection ended before the body did; ``body`` is empty then.
    """

    method: str
    target: str
    path: str
    query: str
    headers: Headers
    body: bytes
    head: bytes
    port: int
    secure: bool
    whole: bool = True


@dataclass(frozen=True)
class Answer:
    """What is answered. A ``Content-Length`` among the fields stands as it is, whatever the body's length."""

    status: int = 200
    fields: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    bare: bool = False  # no type and no length but what ``fields`` say


Answering = Callable[[Heard], Answer]


class Mock:
    """Listens where it is told, until ``close``; ``heard`` are all requests since ``opened``, in order."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._lock = threading.Lock()
        self._servers: list[_Server] = []
        self._answer: Answering = lambda _: Answer(404)
        self._room = ROOM
        self.heard: list[Heard] = []
        self.connections = 0
        self._busy = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def opened(self, answer: Answering) -> Mock:
        """Begin anew: hear nothing yet, and answer by ``answer``."""
        self.close()
        self._answer, self._room = answer, ROOM
        self.heard, self.connections = [], 0
        return self

    def listen(self, address: Address, credential: bytes = b"") -> None:
        """Serve at ``address``; over TLS where there is a ``credential`` (key and certificates, PEM).

        Raises ``OSError`` where the address is taken, or not for us.
        """
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        with socket.create_server(address, family=family, backlog=_BACKLOG) as link:
            server = _Server(self, link, _context(credential) if credential else None)
            server.start()
        self._servers.append(server)

    def settle(self) -> None:
        """Wait until every connection that came has been heard to its end: for when the program has ended."""
        end = time.monotonic() + _SETTLE_LIMIT
        # in this order: whoever is no longer waiting is counted already
        while time.monotonic() < end and (any(server.waited_for() for server in self._servers) or self._busy):
            time.sleep(_GLANCE)

    def close(self) -> None:
        """Listen no more; requests that are being answered may still end."""
        for server in self._servers:
            server.stop()
        self._servers.clear()

    # --- for its threads ---

    def answer(self, heard: Heard) -> Answer:
        """Note a request and find its answer."""
        with self._lock:
            self.heard.append(heard)
            return self._answer(heard)

    def begin(self) -> None:
        """A connection is about to be accepted."""
        with self._lock:
            self._busy += 1

    def arrive(self, whence: Address) -> int:
        """A connection came; its number, or 0 where there have been too many."""
        with self._lock:
            self.connections += 1
            if self.connections > MOST_CONNECTIONS:
                return 0
            number = self._transcript.next_peer()
            self._transcript.add(Happening.CONNECTED, number, note=f"from {whence[0]} port {whence[1]}")
            return number

    def tell(self, number: int, kind: Happening, data: bytes = b"", offset: int = 0, note: str = "") -> bool:
        """Note what went over connection ``number``; whether there is room for more."""
        with self._lock:
            self._transcript.add(kind, number, data, offset=offset, note=note)
            if kind is Happening.RECEIVED:
                self._room -= len(data)
            return self._room > 0

    def leave(self, number: int) -> None:
        """Connection ``number`` has been served, or was none after all."""
        with self._lock:
            self._busy -= 1
            if number:
                self._transcript.add(Happening.CLOSED, number)


class _Server(HTTPServer):
    """pytest-httpserver on a socket that listens already, with a handler that keeps a record."""

    def __init__(self, mock: Mock, link: socket.socket, context: ssl.SSLContext | None) -> None:
        host, port = link.getsockname()[:2]
        super().__init__(host, port, ssl_context=context, threaded=True)
        self._mock, self._link = mock, link

    def start(self) -> None:
        """Serve in a thread."""
        self.server = make_server(
            self.host,
            self.port,
            _Request.application(self.application),
            threaded=True,
            request_handler=type("Handler", (_Handler,), {"mock": self._mock}),
            ssl_context=self.ssl_context,
            fd=self._link.fileno(),
        )
        self._accept, self.server.get_request = self.server.get_request, self._counted  # type: ignore[method-assign]
        self.server_thread = threading.Thread(target=self.thread_target, daemon=True)
        self.server_thread.start()

    def _counted(self) -> tuple[Any, Any]:
        self._mock.begin()
        try:
            return self._accept()
        except OSError:
            self._mock.leave(0)
            raise

    def thread_target(self) -> None:
        """Look often whether it is to stop."""
        assert self.server is not None
        self.server.serve_forever(_POLL)

    def waited_for(self) -> bool:
        """Whether a connection came that nobody has accepted yet."""
        return self.server is not None and bool(select.select([self.server.socket], [], [], 0)[0])

    def application(self, request: Request) -> Response:
        """Read one request and answer it."""
        whole = True
        try:
            request.get_data()
        except ClientDisconnected:
            whole = False
        return self.dispatch(request, whole=whole)

    def dispatch(self, request: Request, *, whole: bool = True) -> Response:
        """Answer one request."""
        environment = request.environ
        heard = Heard(
            method=request.method,
            target=environment["REQUEST_URI"],
            path=request.path,
            query=request.query_string.decode("latin-1"),
            headers=Headers(environment["wireproof.fields"]),
            body=request.get_data() if whole else b"",
            head=environment["wireproof.tap"].head(),
            port=self.port,
            secure=self.ssl_context is not None,
            whole=whole,
        )
        environment["wireproof.tap"].answered = True
        answer = self._mock.answer(heard)
        response = Response([answer.body], answer.status, Headers(answer.fields))
        if answer.bare:
            response.automatically_set_content_length = False
            if "content-type" not in Headers(answer.fields):
                del response.headers["content-type"]
        return response


class _Request(Request):
    max_content_length = LARGEST


class _Handler(WSGIRequestHandler):
    """One connection: one request, one answer, then a polite end."""

    mock: Mock
    timeout = _IDLE_LIMIT
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        """Put the tap between the socket and whoever reads."""
        super().setup()
        self.number = self.mock.arrive(self.client_address)
        self.tap = Tap(self.rfile, partial(self.mock.tell, self.number))
        self.rfile = io.BufferedReader(self.tap)
        self.wfile = Noting(self.wfile, partial(self.mock.tell, self.number))

    def handle(self) -> None:
        """Serve, and note why it could not: a TLS client that distrusts says so here."""
        if not self.number:
            return
        try:
            super(WSGIRequestHandler, self).handle()
        except (OSError, ValueError) as trouble:
            words = getattr(trouble, "reason", None) or trouble.__class__.__name__
            kind = Happening.RESET if isinstance(trouble, ConnectionResetError) else Happening.NOTE
            self.mock.tell(self.number, kind, note="" if kind is Happening.RESET else f"no request was read: {words}")

    def handle_expect_100(self) -> bool:
        """Nothing yet: werkzeug says it too, and of two a client may take the second for the answer."""
        return True

    def make_environ(self) -> dict[str, Any]:
        """The same, with the fields in their order and the tap."""
        fields = [(name, value.replace("\r\n", "")) for name, value in self.headers.items()]
        return {**super().make_environ(), "wireproof.tap": self.tap, "wireproof.fields": fields}

    def finish(self) -> None:
        """End TLS with its own close; the answer of the other side is not waited for."""
        super().finish()
        if isinstance(self.connection, ssl.SSLSocket):
            with suppress(OSError, ValueError):
                self.connection.settimeout(0)
                self.connection.unwrap()
        self.mock.leave(self.number)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Nothing: the transcript has it."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Nothing, for the same reason."""


class _Context(ssl.SSLContext):
    """Leaves the handshake to the thread of each connection: a silent client must not hold up the others."""

    def wrap_socket(self, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        return super().wrap_socket(*arguments, **{**options, "do_handshake_on_connect": False})


def _context(credential: bytes) -> ssl.SSLContext:
    context = _Context(ssl.PROTOCOL_TLS_SERVER)
    present(context, credential)
    return context
