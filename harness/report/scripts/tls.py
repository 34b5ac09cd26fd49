"""A TLS server: the certificates that it is given, and clients that talk to it over TLS.

Owns the folder in which the program runs, contexts, and a client's records. May not know what is tried.
"""

from __future__ import annotations

import secrets
import select
import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from harness.report.scripts.certificates import Authority
from harness.report.scripts.folder import from_there, furnished
from harness.report.scripts.program import HOST, LIMIT, Program
from harness.report.scripts.stream import Exchange, Peer

NAME = "localhost"
VERSIONS = {ssl.TLSVersion.TLSv1_2: "TLS 1.2", ssl.TLSVersion.TLSv1_3: "TLS 1.3"}


class TlsProgram(Program):
    """A program with certificates of ``authority``; its clients have some too where it is ``mutual``.

    ``good`` is what a good client is made with.
    """

    shakes_hands = True
    authority: Authority
    mutual: bool
    good: ssl.SSLContext


@contextmanager
def running(command: list[str], record: dict[str, Any]) -> Iterator[Program]:
    """The server, listening, in a folder that looks like this one but for certificates. Raises ``NotStarted``."""
    authority = Authority()
    with (
        furnished(authority, record["files"]) as (folder, env),
        TlsProgram(from_there(command), {"AUTHKEY": secrets.token_hex(12), **env}, folder=folder) as program,
    ):
        program.authority, program.mutual = authority, record["mutual"]
        program.good = context_for(program)
        yield program


def context_for(
    program: Program, *, fault: str = "", version: ssl.TLSVersion | None = None, offers: bool = True
) -> ssl.SSLContext:
    """What a client is made with: it trusts the authority, checks the name, and offers a certificate with ``fault``.

    It offers one to servers alone that ask for some, and only if it ``offers``; ``version`` is the only one it speaks.
    """
    assert isinstance(program, TlsProgram)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # some releases of Python set it for every context, and then a bare FIN passes for a close_notify
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    context.load_verify_locations(cadata=program.authority.own.certificate)
    context.minimum_version = version or ssl.TLSVersion.TLSv1_2
    context.maximum_version = version or ssl.TLSVersion.MAXIMUM_SUPPORTED
    if program.mutual and offers:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(program.authority.pair("client", fault).private + program.authority.chain("client", fault))
            file.flush()
            context.load_cert_chain(file.name)
    return context


def session(program: Program, context: ssl.SSLContext, name: str | None = NAME) -> ssl.SSLSocket:
    """A client that has shaken hands. Raises ``OSError``."""
    link = socket.create_connection((HOST, program.port), LIMIT)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return context.wrap_socket(link, server_hostname=name)


def greet(program: Program, link: socket.socket) -> socket.socket:
    """Shake hands over a fresh connection, say a word and wait for the answer. Raises ``OSError``."""
    assert isinstance(program, TlsProgram)
    secure = program.good.wrap_socket(link, server_hostname=NAME)
    secure.send(b"hello\n")
    if not secure.recv(64):
        raise OSError("It was not answered.")
    return secure


class TlsPeer(Peer):
    """A client whose bytes go over TLS."""

    def __init__(self, number: int, address: tuple[str, int], much: bool, context: ssl.SSLContext) -> None:
        super().__init__(number, address, lines=False, much=much)
        self.context = context
        self.session: ssl.SSLSocket | None = None

    def _settle(self) -> None:
        if self.session is None:
            super()._settle()
            # connected to the program, and not yet to be talked to
            self.connected = False
            self.link = self.session = self.context.wrap_socket(
                self.link, server_hostname=NAME, do_handshake_on_connect=False
            )
        with _as_if_plain():
            self.session.do_handshake()
        self.connected = True

    def _write(self) -> None:
        with _as_if_plain():
            super()._write()

    def _read(self) -> None:
        with _as_if_plain():
            super()._read()
            while not self.over and self.session and self.session.pending():
                super()._read()

    @property
    def wanted(self) -> int:
        """In a handshake it listens: what it says itself is short."""
        if self.session is not None and not self.connected and not self.over:
            return select.POLLIN
        return super().wanted

    def leave(self) -> None:
        """It says so, and goes."""
        if self.session is not None and self.connected and not self.over:
            with suppress(OSError, ValueError):
                self.session.unwrap()
        super().leave()


@contextmanager
def _as_if_plain() -> Iterator[None]:
    """Tell of TLS that waits as a plain socket does."""
    try:
        yield
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as waits:
        raise BlockingIOError from waits


class TlsExchange(Exchange):
    """The same over TLS."""

    def make(self, number: int, address: tuple[str, int], lines: bool, much: bool) -> Peer:  # noqa: ARG002 - as any
        """A client of the kind that this server has."""
        assert isinstance(self.program, TlsProgram)
        return TlsPeer(number, address, much, self.program.good)
