"""What a TLS server must do before a byte of the application: shake hands, refuse, survive, take leave.

Owns the requirements that every TLS server shares. They run over a ``TlsDialect``, which knows whether clients have
certificates. Each client leaves before the next one comes: a sequential server can't shake hands with two.
"""

from __future__ import annotations

from random import Random

from harness.exchange.loop import Peers
from harness.exchange.stream import StreamPeer
from harness.exchange.tls import client_context, first_flight, tls
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.exchange.words import describe, sentence
from harness.launch.server import Server
from harness.model import Happening
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.dialects import await_or_quiet
from suites.shared.echoing import echo
from suites.shared.tls import HOST_NAME, VERSIONS, TlsDialect, session_of, shake_hands, spoken, still_serves

BARE_FIN = "without a close_notify (a bare FIN)"
AFTER_THE_SILENT = "Once the silent client had left, it was answered."


@requirement("handshakes", MUST, needs=("starts",))
def handshakes(server: Server, peers: Peers, dialect: TlsDialect) -> None:
    """Complete a TLS handshake with a client that trusts your CA and checks your name.

    Why: TLS keeps secrets only from those whom the client can tell from you, so clients verify the certificate.

    Source: lecture, Working with SSL; RFC 8446 section 2; Python documentation, ssl.SSLContext.wrap_socket
    """
    peer = dialect.connect(peers, server.address)
    if dialect.has_certificate:
        # under TLS 1.3 a client is done before the server has looked at its certificate
        await_or_quiet(server, peers, lambda: peer.over)
        shake_hands(peers, peer)


@requirement("presents-certificate", MUST, needs=("handshakes",))
def presents_certificate(server: Server, peers: Peers, dialect: TlsDialect) -> None:
    """Present the certificate it was given, to each client.

    Why: whoever runs the server chooses its certificate; clients that pin it, or connect by address and so name no
    host, must see that one too.

    Source: lecture, Working with SSL; RFC 6066 section 3; Python documentation, ssl.SSLContext.load_cert_chain
    """
    due = dialect.certificates.server
    for version in spoken(server, peers, dialect):
        for name in (HOST_NAME, None):
            who = f"a {VERSIONS[version]} client that {'asked for ' + name if name else 'named no host'}"
            context = client_context(trust=None, offer=dialect.offer, only=version)
            peer = peers.connect(server.address, layer=tls(context, name))
            shown = shake_hands(peers, peer, told=who).certificate
            peer.close()
            server.quiet(0.5)
            if shown != due.leaf:
                raise Unmet(
                    sent=f"A ClientHello of {who}.",
                    expected=f"The certificate in CERTFILE: {due.description}",
                    observed=f"Another certificate: {_in_words(shown)}",
                )


def _in_words(leaf: bytes | None) -> str:
    from harness.launch.certificates import described

    return described(leaf) if leaf else "none at all."


@requirement("refuses-plaintext", MUST, needs=("handshakes",), provokes=True)
def refuses_plaintext(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Echo nothing to a client that speaks no TLS, and serve the next.

    Why: whoever forgets TLS must not get by without it, and port scanners, browsers and bots knock at every port.

    Source: lecture, Working with SSL; RFC 8446 section 6.2 (unexpected_message); Python documentation, ssl.SSLError
    """
    still_serves(server, peers, dialect, draw, "before any other came")
    for told, message, mark in _not_tls(dialect, draw):
        peer = peers.connect(server.address)
        peer.send(message)
        await_or_quiet(server, peers, lambda peer=peer, mark=mark: peer.over or mark in peer.received)  # type: ignore[misc]  # defaults bind the loop's variables
        peer.close()
        if mark in peer.received:
            raise Unmet(
                sent=f"{told}, without TLS: {bytes_in_words(message)}.",
                expected="None of it back: an alert, or the end of the connection.",
                observed=sentence(f"{bytes_in_words(peer.received)} back, in plain text"),
            )
        server.quiet(0.5)
        still_serves(server, peers, dialect, draw, f"after one that sent {told[:1].lower()}{told[1:]} without TLS")


def _not_tls(dialect: TlsDialect, draw: Random) -> list[tuple[str, bytes, bytes]]:
    """What clients send that speak no TLS: in words, in bytes, and the part that no answer but an echo would hold."""
    word, other, noise = dialect.word(draw), dialect.word(draw), draw.randbytes(64)
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Word: %s\r\n\r\n" % other
    return [("A line of text", word + b"\n", word), ("An HTTP request", request, other), ("64 bytes", noise, noise[8:])]


@requirement("survives-distrust", MUST, needs=("handshakes",), provokes=True)
def survives_distrust(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Survive a client that rejects your certificate, and serve the next.

    Why: a client that trusts another CA ends the handshake with an alert, which the server sees as ssl.SSLError.

    Source: RFC 8446 section 6.2 (unknown_ca); Python documentation, ssl.SSLError
    """
    still_serves(server, peers, dialect, draw, "before any other came")
    for version in spoken(server, peers, dialect):
        context = client_context(trust=dialect.certificates.other_trust, offer=dialect.offer, only=version)
        for rude in (False, True):
            peer = peers.connect(server.address, layer=tls(context, HOST_NAME))
            peers.wait(lambda peer=peer: peer.over)  # type: ignore[misc]  # a default binds the loop's variable
            server.quiet(0.5)
            if rude:
                peer.reset()
            else:
                peer.close()
            server.quiet(0.5)
            told = f"after one that rejected your certificate under {VERSIONS[version]}"
            still_serves(server, peers, dialect, draw, told)


@requirement("survives-aborted-handshake", MUST, needs=("handshakes",), provokes=True)
def survives_aborted_handshake(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Survive clients that leave or reset in the middle of the handshake.

    Why: a handshake takes several messages, and a client may be gone after each: accept() or wrap_socket() then
    raises ssl.SSLError or ConnectionResetError.

    Source: RFC 8446 section 6.1; Python documentation, ssl.SSLEOFError
    """
    hello = first_flight(dialect.context(), HOST_NAME)
    for told, data in (("nothing", b""), ("half a ClientHello", hello[: len(hello) // 2]), ("a ClientHello", hello)):
        for end in ("left", "reset the connection"):
            peer = peers.connect(server.address)
            peer.send(data)
            whole = data == hello
            await_or_quiet(server, peers, lambda peer=peer, whole=whole: peer.over or bool(whole and peer.received))  # type: ignore[misc]  # defaults bind the loop's variables
            if end == "left":
                peer.close()
            else:
                peer.reset()
            server.quiet(0.5)
            still_serves(server, peers, dialect, draw, f"after one that sent {told} and {end}")


@requirement("stalled-handshake", SHOULD, needs=("concurrent-clients",))
def stalled_handshake(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """Answer others while one client connects and never finishes its handshake.

    Why: where the handshake is part of accepting, one silent connection shuts out everybody else.

    Source: lecture, Working with SSL; Python documentation, ssl (do_handshake_on_connect), socketserver.ThreadingMixIn
    """
    hello = first_flight(dialect.context(), HOST_NAME)
    for told, data in (("nothing", b""), ("half a ClientHello", hello[: len(hello) // 2])):
        silent = peers.connect(server.address)
        silent.send(data)
        server.quiet(0.5)
        second = dialect.knock(peers, server.address)
        try:
            echo(second, dialect.word(draw))
        except Unmet as unmet:
            if second.received or second.over:
                raise
            raise unmet.noting(_what_it_waits_for(server, peers, silent, second, told)) from None


def _what_it_waits_for(server: Server, peers: Peers, silent: StreamPeer, second: StreamPeer, told: str) -> str:
    before = f"Before it, a client had connected and sent {told}."
    silent.close()
    await_or_quiet(server, peers, lambda: bool(second.received) or second.over)
    return f"{before} {AFTER_THE_SILENT}" if second.received else before


@requirement("close-notify", SHOULD, needs=("echoes",))
def close_notify(server: Server, peers: Peers, dialect: TlsDialect, draw: Random) -> None:
    """End with a TLS close, not a bare FIN, after the client's own.

    Why: anybody on the way can forge a FIN, and what was cut off looks complete; a close_notify they can't forge.

    Source: RFC 8446 section 6.1; Python documentation, ssl.SSLSocket.unwrap
    """
    peer = dialect.connect(peers, server.address)
    word = dialect.word(draw)
    echo(peer, word)
    peer.half_close()
    peer.receive_to_end()
    if session_of(peer).notified:
        return
    clause = describe(peer.ending, peer.ended_at).removeprefix("then ").removeprefix("and ")
    raise Unmet(
        sent=f"{bytes_in_words(word)}, which came back; then a close_notify.",
        expected="A close_notify.",
        observed=sentence(f"{clause}, {BARE_FIN}" if peer.ending is Happening.END else clause),
        late=peer.ending in (None, Happening.TIMEOUT),
    )
