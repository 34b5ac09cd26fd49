"""The lecture's SSLMixin: makes a TLS server of any server class of ``socketserver``.

    python ssl_mixin.py               a TLS echo server, with a thread for each client

``HOST``, ``PORT``, ``KEYFILE`` and ``CERTFILE`` are taken from the environment: every address, 20000,
``server_key.pem`` and ``server_cert.pem`` by default.
Owns the class ``SSLMixin``; the server below it shows its use.
"""

from __future__ import annotations

import os
import socketserver
import ssl
from contextlib import suppress
from typing import Any


class SSLMixin:
    """Stands before a server class: ``class Server(SSLMixin, ThreadingTCPServer)``.

    Between accepting a client and handling it lies the handshake, and a client may take its time over that. It is done
    where the client is handled, which is a thread of its own in a ``ThreadingTCPServer``: the one that accepts goes on.
    """

    def __init__(
        self,
        *args: Any,
        certfile: str,
        keyfile: str | None = None,
        ca_certs: str | None = None,
        cert_reqs: ssl.VerifyMode = ssl.CERT_NONE,
        **kwargs: Any,
    ) -> None:
        """Present ``certfile``; with ``CERT_REQUIRED`` serve only clients that ``ca_certs`` vouches for."""
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._context.load_cert_chain(certfile, keyfile)
        if ca_certs is not None:
            self._context.load_verify_locations(ca_certs)
        self._context.verify_mode = cert_reqs
        # all other arguments are the next class's affair
        super().__init__(*args, **kwargs)

    def get_request(self) -> tuple[ssl.SSLSocket, Any]:
        """Accept a client; nothing has been said to it yet."""
        client, address = super().get_request()  # type: ignore[misc]  # the server class's
        return self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False), address

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands, and only then let the handler talk; a client that fails is told of by ``handle_error``."""
        request.do_handshake()
        super().finish_request(request, client_address)  # type: ignore[misc]  # the server class's


class EchoHandler(socketserver.BaseRequestHandler):
    """Returns every byte. It need not know that the connection is encrypted."""

    def handle(self) -> None:
        """Go on until the client ends its side."""
        with suppress(ConnectionError):
            while data := self.request.recv(64 * 1024):
                self.request.sendall(data)


class EchoServer(SSLMixin, socketserver.ThreadingTCPServer):
    """A TLS server by its base classes alone."""

    allow_reuse_address = True
    daemon_threads = True


def main() -> None:
    """Serve until interrupted."""
    address = (os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000")))
    keyfile = os.environ.get("KEYFILE", "server_key.pem")
    certfile = os.environ.get("CERTFILE", "server_cert.pem")
    with EchoServer(address, EchoHandler, keyfile=keyfile, certfile=certfile) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
