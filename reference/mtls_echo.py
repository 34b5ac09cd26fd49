"""The lecture's TLS echo server that asks for certificates: only clients that our authority vouches for are served.

``HOST`` and ``PORT`` are taken from the environment, every address and 20000 by default; so are ``CERTFILE`` and
``KEYFILE``, which name the server's certificate and its private key, and ``CAFILE``, the authority of its clients.
Owns nothing but the protocol. ``tls_echo.py`` is the same for everybody.
"""

from __future__ import annotations

import os
import socketserver
import ssl
from contextlib import suppress
from typing import Any


class EchoHandler(socketserver.BaseRequestHandler):
    """Talks to one client. ``self.request`` is its connection, over TLS."""

    request: ssl.SSLSocket

    def handle(self) -> None:
        """Return every byte until the client ends its side, then end ours.

        ``recv`` returns ``b""`` at the client's close_notify. ``unwrap`` answers with ours: it tells the client that
        nothing was cut off.
        """
        while data := self.request.recv(64 * 1024):
            self.request.sendall(data)
        self.request.unwrap()


class TLSServer(socketserver.ThreadingTCPServer):
    """Serves each client in a thread of its own, the handshake included."""

    allow_reuse_address = True  # else connections of an earlier run block the port for a minute
    request_queue_size = 128  # clients the system holds until we accept them; 5 by default
    daemon_threads = True  # else the program could not end before its last client has left

    def __init__(self, host: str, port: int, context: ssl.SSLContext) -> None:
        """Listen on ``host`` and ``port``; ``context`` holds the certificate."""
        self.context = context
        super().__init__((host, port), EchoHandler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands, then talk. This runs in the client's thread: whoever is slow keeps nobody else waiting.

        A client may vanish at any moment, have no good certificate or speak no TLS at all. All these errors are
        ``OSError``s, ``ssl.SSLError`` too, and they concern that client alone.
        """
        with suppress(OSError), self.context.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)


def server_context(certfile: str, keyfile: str, cafile: str) -> ssl.SSLContext:
    """What every connection is made with: our certificate, and the demand for one of our authority's.

    With ``CERT_REQUIRED`` the handshake itself checks the client's certificate: its signature, dates and purpose.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certfile, keyfile)
    context.load_verify_locations(cafile)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def main() -> None:
    """Serve until interrupted."""
    host, port = os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000"))
    certfile = os.environ.get("CERTFILE", "server_cert.pem")
    keyfile = os.environ.get("KEYFILE", "server_key.pem")
    cafile = os.environ.get("CAFILE", "ca.pem")
    with TLSServer(host, port, server_context(certfile, keyfile, cafile)) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
