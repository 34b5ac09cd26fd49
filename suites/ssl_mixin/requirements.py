"""The requirements of ``ssl-mixin``, a check each.

Owns what is asked of the class itself. What every TLS server must do is ``suites.shared.handshakes``'s, run here over
servers that the driver makes of the class.
"""

from __future__ import annotations

import xmlrpc.client
from random import Random
from xml.parsers.expat import ExpatError

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.plugin.rig import Rig
from harness.requirement import MUST, SHOULD, requirement
from suites.mtls_echo.requirements import rejects_expired, rejects_no_certificate, rejects_other_ca
from suites.shared import handshakes, old_protocols
from suites.shared.echoing import echo
from suites.shared.tls import HOST_NAME, MutualDialect, TlsDialect, session_of, still_serves
from suites.ssl_mixin.serving import fetch, serve

FIRST = "mixes-with-tcpserver"
OF_ANOTHER = "whose certificate another CA had signed, and ca_certs named that one"


class OtherDialect(MutualDialect):
    """Its clients present a certificate that another authority signed."""

    @property
    def offer(self) -> bytes:
        """Good for whoever trusts that one."""
        return self.certificates.bad_client("other-ca").pem


@requirement("mixes-with-tcpserver", MUST)
def mixes_with_tcpserver(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Turn TCPServer into a TLS server: class S(SSLMixin, TCPServer).

    Why: a mix-in adds TLS to any server class without touching it; keyfile, certfile, ca_certs and cert_reqs are
    keywords of the class that comes of it.

    Source: lecture, Working with SSL (SSLMixin); Python documentation, socketserver, ssl.SSLContext
    """
    server = serve(rig, "tcp", ca_certs="ca.pem", cert_reqs="CERT_NONE")
    for _ in range(2):
        peer = dialect.connect(peers, server.address)
        echo(peer, dialect.word(draw))
        if session_of(peer).certificate != dialect.certificates.server.leaf:
            raise Unmet(
                sent="A ClientHello.",
                expected="The certificate that was given as certfile.",
                observed="Another certificate.",
            )
        peer.close()
        server.quiet(0.5)


@requirement("mixes-with-threading", MUST, needs=(FIRST,))
def mixes_with_threading(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Turn ThreadingTCPServer into a TLS server of many clients at once.

    Why: the threads are the next class's; a mix-in that overrides too much takes them away.

    Source: lecture, Working with SSL (SSLMixin); Python documentation, socketserver.ThreadingMixIn
    """
    server = serve(rig, "threading")
    clients = [dialect.connect(peers, server.address) for _ in range(3)]
    for client in reversed(clients):
        echo(client, dialect.word(draw))
    for client in clients:
        echo(client, dialect.word(draw))


@requirement("mixes-with-http", MUST, needs=(FIRST,), ends_program=True)
def mixes_with_http(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Turn HTTPServer into an HTTPS server.

    Why: HTTPS is HTTP over TLS, and the standard library has the HTTP server: only TLS is missing.

    Source: lecture, Working with SSL (SSLMixin); RFC 9110 section 4.2.2; Python documentation, http.server
    """
    server = serve(rig, "http")
    for _ in range(2):
        path, text = dialect.word(draw), dialect.word(draw)
        asked = b"GET /%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (path, HOST_NAME.encode())
        _hold_body(fetch(peers, server, dialect, asked, "A GET request over TLS."), b"/" + path, "A GET request")
        posted = _post("/", text, "text/plain")
        _hold_body(fetch(peers, server, dialect, posted, "A POST request over TLS."), text, "A POST request")


def _hold_body(body: bytes, due: bytes, told: str) -> None:
    if body != due:
        raise Unmet(sent=f"{told} over TLS.", expected=f"A body of {bytes_in_words(due)}.", observed=f"{body!r}.")


@requirement("mixes-with-xmlrpc", MUST, needs=(FIRST,), ends_program=True)
def mixes_with_xmlrpc(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Turn SimpleXMLRPCServer into one that is called over TLS.

    Why: its arguments differ from those of the other servers, and must reach it all the same.

    Source: lecture, Working with SSL (SSLMixin with SimpleXMLRPCServer); Python documentation, xmlrpc.server
    """
    server = serve(rig, "xmlrpc")
    for _ in range(2):
        text = dialect.word(draw).decode()
        call = _post("/RPC2", xmlrpc.client.dumps((text,), "turned").encode(), "text/xml")
        body = fetch(peers, server, dialect, call, "A remote procedure call over TLS.")
        try:
            (came,), _ = xmlrpc.client.loads(body)
        except (xmlrpc.client.Error, ExpatError, ValueError, TypeError) as error:
            came = f"no result ({type(error).__name__})"
        if came != [text[::-1], None]:
            raise Unmet(
                sent=f"A remote call of turned({text!r}) over TLS.",
                expected=f"The text turned round, and None (the server was made with allow_none=True): {text[::-1]!r}.",
                observed=f"{came!r}.",
            )


def _post(path: str, body: bytes, kind: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST_NAME}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@requirement("passes-arguments-on", MUST, needs=(FIRST,), ends_program=True)
def passes_arguments_on(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Hand every other argument to the next class, bind_and_activate=False among them.

    Why: a mix-in does not know which class it will stand before, and so must not decide which arguments that takes.

    Source: lecture, Working with SSL (*args, **kwargs); Python documentation, socketserver.TCPServer
    """
    greeting = dialect.word(draw)
    rig.start("arguments", greeting=greeting.decode())
    made = "S(…, bind_and_activate=False, greeting=…), which does not listen until server_bind() and server_activate()."
    rig.listen_at("listens", made)
    peer = dialect.connect(peers, rig.server.address)
    came = peer.receive(len(greeting))
    if came != greeting:
        raise Unmet(
            sent="Nothing: a client connected, and shook hands.",
            expected=f"What was given to the server as greeting: {greeting!r}.",
            observed=f"{bytes_in_words(came)}." if came else "Nothing came.",
            late=not came and not peer.over,
        )
    echo(peer, dialect.word(draw))


@requirement("requires-client-certificate", MUST, needs=(FIRST,), ends_program=True)
def requires_client_certificate(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """With cert_reqs=ssl.CERT_REQUIRED, serve clients that ca_certs vouches for, and no others.

    Why: with client certificates the server knows whom it talks to; one that is not checked proves nothing.

    Source: lecture, Working with SSL (ca_certs, cert_reqs); RFC 8446 section 4.4.2.4; Python documentation, ssl
    """
    trusted = MutualDialect(dialect.certificates)
    refusals = (rejects_no_certificate, rejects_other_ca, rejects_expired)
    # the lecture gives the server's own file, which holds its authority too
    for ca_certs, some in (("server_cert.pem", refusals[:1]), ("ca.pem", refusals)):
        server = serve(rig, "tcp", ca_certs=ca_certs, cert_reqs="CERT_REQUIRED")
        still_serves(server, peers, trusted, draw, "with a certificate that ca_certs vouches for")
        for refusal in some:
            refusal.check(server, peers, trusted, draw)
    # another authority is as good, where ca_certs names it
    made = dialect.certificates
    server = serve(rig, "tcp", ca_certs="other_ca.pem", ca_pem=made.other_trust.decode(), cert_reqs="CERT_REQUIRED")
    still_serves(server, peers, OtherDialect(made), draw, OF_ANOTHER)


@requirement("refuses-plaintext", MUST, needs=(FIRST,), provokes=True)
def refuses_plaintext(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client that speaks no TLS, and serve the next.

    Why: whoever forgets TLS must not get by without it, and port scanners, browsers and bots knock at every port.

    Source: lecture, Working with SSL; RFC 8446 section 6.2 (unexpected_message); Python documentation, ssl.SSLError
    """
    handshakes.refuses_plaintext.check(serve(rig, "tcp"), peers, dialect, draw)


@requirement("survives-failed-handshake", MUST, needs=(FIRST,), provokes=True)
def survives_failed_handshake(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Go on with serve_forever after a handshake that failed: by distrust, by a reset, by a client that left.

    Why: socketserver passes over a client whose get_request() raised OSError; any other exception ends the server.

    Source: lecture, Working with SSL; Python documentation, ssl.SSLError, socketserver.BaseServer.handle_error
    """
    server = serve(rig, "tcp")
    handshakes.survives_distrust.check(server, peers, dialect, draw)
    handshakes.survives_aborted_handshake.check(server, peers, dialect, draw)


@requirement("refuses-old-protocols", MUST, needs=(FIRST,), provokes=True)
def refuses_old_protocols(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Speak TLS 1.2 or 1.3, and nothing older.

    Why: SSL 3, TLS 1.0 and TLS 1.1 can be attacked (POODLE, BEAST), and a server that would speak them can be talked
    into it.

    Source: RFC 8996; RFC 7568; Python documentation, ssl.SSLContext.minimum_version
    """
    old_protocols.refuses_old_protocols.check(serve(rig, "tcp"), peers, dialect, draw)


@requirement("stalled-handshake", SHOULD, needs=("mixes-with-threading",))
def stalled_handshake(rig: Rig, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Answer others, with ThreadingTCPServer, while one client connects and never finishes its handshake.

    Why: get_request() runs in the thread that accepts; where it shakes hands, one silent client shuts out everybody.

    Source: lecture, Working with SSL; Python documentation, ssl (do_handshake_on_connect), socketserver.ThreadingMixIn
    """
    handshakes.stalled_handshake.check(serve(rig, "threading"), peers, dialect, draw)


ALL = (
    mixes_with_tcpserver,
    mixes_with_threading,
    mixes_with_http,
    mixes_with_xmlrpc,
    passes_arguments_on,
    requires_client_certificate,
    refuses_plaintext,
    survives_failed_handshake,
    refuses_old_protocols,
    stalled_handshake,
)
