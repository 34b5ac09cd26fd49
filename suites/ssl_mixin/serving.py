"""Servers that the driver makes of a submitted mix-in, and the real clients that are sent to them.

Owns how a server is asked for, how checks of TLS servers are run against it, and what HTTP's clients say.
"""

from __future__ import annotations

import io
from http.client import HTTPException, HTTPResponse

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words, describe
from harness.exchange.words import sentence
from harness.launch.server import Server
from harness.plugin.rig import Rig
from suites.shared.tls import TlsDialect

CLASSES = {
    "tcp": "TCPServer",
    "threading": "ThreadingTCPServer",
    "http": "HTTPServer",
    "xmlrpc": "SimpleXMLRPCServer",
    "arguments": "Base",
}
_MOST = 64 << 10


def serve(rig: Rig, scene: str, **particulars: object) -> Server:
    """A server of class ``S(SSLMixin, …)`` that listens, in a process of its own. Raises ``Unmet``."""
    rig.start(scene, **particulars)
    rig.listen_at("listens", f"class S(SSLMixin, {CLASSES[scene]}), and a server S(…) that listens.")
    return rig.server


class _Kept:
    """What was received, as the socket that ``http.client`` reads from."""

    def __init__(self, received: bytes) -> None:
        self._received = received

    def makefile(self, *args: object) -> io.BytesIO:  # noqa: ARG002  # as http.client calls it
        return io.BytesIO(self._received)


def fetch(peers: Peers, server: Server, dialect: TlsDialect, request: bytes, told: str) -> bytes:
    """Send an HTTP request over TLS; the body of the answer. Raises ``Unmet`` where there is no good one."""
    peer = dialect.connect(peers, server.address)
    peer.send(request)
    expected = "An HTTP response, status 200."
    body: list[bytes] = []

    def whole() -> bool:
        body[:] = _body(bytes(peer.received[:_MOST]))
        return bool(body) or peer.over

    peers.wait(whole)
    if not whole() or not body:
        observed = sentence(f"{bytes_in_words(peer.received[:200])} back, {describe(peer.ending, peer.ended_at)}")
        raise Unmet(sent=told, expected=expected, observed=observed, late=not peer.over)
    peer.close()
    return body[0]


def _body(received: bytes) -> list[bytes]:
    """The body of a response that is complete and has status 200."""
    if b"\r\n\r\n" not in received:
        return []
    response = HTTPResponse(_Kept(received))  # type: ignore[arg-type]  # it only calls makefile
    try:
        response.begin()
        body = response.read()
    except (HTTPException, ValueError, OSError):
        return []
    return [body] if response.status == 200 and response.length in (0, None) else []
