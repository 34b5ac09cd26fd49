"""What a TLS server must do before a byte of the application, tried: whom it serves, refuses and survives.

Owns a scene for each requirement; where there is none, the recorded exchange is done again. A good client comes before
and after every bad one.
"""

from __future__ import annotations

import secrets
import socket
import ssl
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from harness.report.scripts.certificates import Authority
from harness.report.scripts.program import HOST, LIMIT, Flaw, Program
from harness.report.scripts.tls import NAME, VERSIONS, TlsExchange, TlsProgram, context_for, session

SETTLED = 0.1
A_WHILE = 1.0
OLD = {ssl.TLSVersion.TLSv1: "TLS 1.0", ssl.TLSVersion.TLSv1_1: "TLS 1.1"}


def serves(program: Program, when: str, version: ssl.TLSVersion | None = None) -> None:
    """A good client gets back what it says. Raises ``Flaw``."""
    word = secrets.token_hex(12).encode()
    try:
        with session(program, context_for(program, version=version)) as link:
            link.sendall(word)
            came = b""
            while len(came) < len(word) and (data := link.recv(64)):
                came += data
    except OSError as failure:
        raise Flaw(f"A good client, {when}: {failure}.") from None
    if came != word:
        raise Flaw(f"A good client, {when}: it sent {word!r} and got {came!r}.")


def spoken(program: Program) -> list[ssl.TLSVersion]:
    """The versions in which the program shakes hands with a good client."""
    found = []
    for version in VERSIONS:
        with suppress(OSError), session(program, context_for(program, version=version)):
            found.append(version)
    return found


def handshakes(program: TlsProgram, patience: int) -> None:
    """A client that trusts the authority and checks the name shakes hands."""
    try:
        with session(program, context_for(program)) as link:
            # under TLS 1.3 a client is done before the server has looked at its certificate
            link.settimeout(SETTLED * patience)
            if program.mutual and not link.recv(1):
                raise ConnectionError("the connection was ended")
    except TimeoutError:
        pass
    except OSError as failure:
        raise Flaw(f"The handshake: {failure}.") from None


def presents_certificate(program: TlsProgram, patience: int) -> None:  # noqa: ARG001 - as all do
    """Every client is shown the certificate that the program was given."""
    due = program.authority.pair("server").der
    for version in spoken(program):
        for name in (NAME, None):
            context = context_for(program, version=version)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with session(program, context, name) as link:
                if link.getpeercert(binary_form=True) != due:
                    who = f"that asked for {name}" if name else "that named no host"
                    raise Flaw(f"A {VERSIONS[version]} client {who} was shown another certificate than CERTFILE's.")


def refuses_plaintext(program: TlsProgram, patience: int) -> None:
    """Whoever speaks no TLS gets nothing of it back."""
    serves(program, "before any other came")
    word = secrets.token_hex(12).encode()
    for message in (word + b"\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Word: %s\r\n\r\n" % word, b"\0\1" + word):
        came = b""
        with socket.create_connection((HOST, program.port), LIMIT) as link, suppress(OSError):
            link.settimeout(A_WHILE)
            link.sendall(message)
            while word not in came and (data := link.recv(1 << 12)):
                came += data
        if word in came:
            raise Flaw(f"{message!r} was sent without TLS, and {came!r} came back.")
        time.sleep(SETTLED * patience)
        serves(program, f"after one that sent {message!r} without TLS")


def survives_distrust(program: TlsProgram, patience: int) -> None:
    """A client that rejects the certificate does no harm."""
    stranger = Authority()
    for version in spoken(program):
        for rude in (False, True):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.load_verify_locations(cadata=stranger.own.certificate)
            context.minimum_version = context.maximum_version = version
            with socket.create_connection((HOST, program.port), LIMIT) as link, suppress(OSError):
                leaves_by_reset(link, rude)
                context.wrap_socket(link, server_hostname=NAME).close()
            time.sleep(SETTLED * patience)
            serves(program, f"after one that rejected the certificate under {VERSIONS[version]}")


def leaves_by_reset(link: socket.socket, rude: bool) -> None:
    """Have a socket end its connection by a reset when it is closed, where it is ``rude``."""
    if rude:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hello_of(program: TlsProgram) -> bytes:
    """The first words of a good client."""
    said = ssl.MemoryBIO()
    with suppress(ssl.SSLWantReadError):
        context_for(program).wrap_bio(ssl.MemoryBIO(), said, server_hostname=NAME).do_handshake()
    return said.read()


def survives_aborted_handshake(program: TlsProgram, patience: int) -> None:
    """A client that goes in the middle of the handshake does no harm."""
    hello = hello_of(program)
    for told, data in (("nothing", b""), ("half a ClientHello", hello[: len(hello) // 2]), ("a ClientHello", hello)):
        for rude in (False, True):
            with socket.create_connection((HOST, program.port), LIMIT) as link, suppress(OSError):
                leaves_by_reset(link, rude)
                link.settimeout(A_WHILE)
                link.sendall(data)
                if data == hello:
                    link.recv(1 << 14)
            time.sleep(SETTLED * patience)
            serves(program, f"after one that sent {told} and {'reset the connection' if rude else 'left'}")


def refuses_old_protocols(program: TlsProgram, patience: int) -> None:  # noqa: ARG001 - as all do
    """A client of an old version does not get through."""
    serves(program, "before any other came")
    for version, told in OLD.items():
        context = context_for(program)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        with suppress(OSError), session(program, context):
            raise Flaw(f"It shook hands under {told}.")
        serves(program, f"after one that spoke {told}")


def stalled_handshake(program: TlsProgram, patience: int) -> None:
    """Others are served while one connects and does not finish its handshake."""
    hello = hello_of(program)
    for told, data in (("nothing", b""), ("half a ClientHello", hello[: len(hello) // 2])):
        with socket.create_connection((HOST, program.port), LIMIT) as silent:
            silent.sendall(data)
            time.sleep(SETTLED * patience)
            serves(program, f"while another has connected and sent {told}")


def close_notify(program: TlsProgram, patience: int) -> None:  # noqa: ARG001 - as all do
    """The end of the session is answered by one."""
    with session(program, context_for(program)) as link:
        link.sendall(b"hello\n")
        link.recv(64)
        try:
            link.unwrap()
        except OSError as failure:
            raise Flaw(f"No close_notify came after the client's own: {failure}.") from None


def accepts_trusted_client(program: TlsProgram, patience: int) -> None:  # noqa: ARG001 - as all do
    """A client with a certificate of the authority's is served."""
    serves(program, "the first to come")
    for version in spoken(program):
        serves(program, f"under {VERSIONS[version]}", version)


def rejects(program: TlsProgram, patience: int, fault: str) -> None:
    """A client whose certificate has ``fault``, or that has none, gets nothing of it back."""
    for version in spoken(program):
        serves(program, "before any other came", version)
        word, came = secrets.token_hex(12).encode(), b""
        context = context_for(program, fault=fault, version=version, offers=bool(fault))
        with suppress(OSError), session(program, context) as link:
            link.settimeout(A_WHILE)
            link.sendall(word)
            while word not in came and (data := link.recv(64)):
                came += data
        if word in came:
            raise Flaw(f"Under {VERSIONS[version]}, a client with {fault or 'no'} certificate was served.")
        time.sleep(SETTLED * patience)
        serves(program, f"after one with {fault or 'no'} certificate", version)


SCENES: dict[str, Callable[[TlsProgram, int], None]] = {
    "handshakes": handshakes,
    "presents-certificate": presents_certificate,
    "refuses-plaintext": refuses_plaintext,
    "survives-distrust": survives_distrust,
    "survives-aborted-handshake": survives_aborted_handshake,
    "refuses-old-protocols": refuses_old_protocols,
    "stalled-handshake": stalled_handshake,
    "close-notify": close_notify,
    "accepts-trusted-client": accepts_trusted_client,
    "rejects-no-certificate": partial(rejects, fault=""),
    "rejects-other-ca": partial(rejects, fault="other-ca"),
    "rejects-self-signed": partial(rejects, fault="self-signed"),
    "rejects-expired": partial(rejects, fault="expired"),
    "rejects-not-yet-valid": partial(rejects, fault="not-yet-valid"),
    "rejects-wrong-usage": partial(rejects, fault="wrong-usage"),
}
"""What is tried, by the name of the requirement."""


def carry_out(record: dict[str, Any], host: str, port: int, program: Program | None, patience: int) -> None:
    """Try what was recorded. Raises ``Flaw``."""
    assert isinstance(program, TlsProgram)
    if record["steps"]:
        TlsExchange(host, port, False, program, patience).run(record["steps"])
    else:
        SCENES[record["scene"]](program, patience)
