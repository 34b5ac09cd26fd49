"""What a TLS client must do, tried: it goes on with the right server, and with no other.

Owns the certificates and versions that it is met with. May not know where the record comes from.
"""

from __future__ import annotations

import socket
import ssl
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from harness.report.scripts.certificates import Authority
from harness.report.scripts.client import CALLS, Caller, itself
from harness.report.scripts.folder import from_there, furnished
from harness.report.scripts.program import Flaw
from harness.report.scripts.runs import command_of

NEW = {ssl.TLSVersion.TLSv1_2: "TLS 1.2", ssl.TLSVersion.TLSv1_3: "TLS 1.3"}
OLD = {ssl.TLSVersion.TLSv1: "TLS 1.0", ssl.TLSVersion.TLSv1_1: "TLS 1.1"}
RECORD_OF_A_HANDSHAKE = b"\x16"


class TlsCaller(Caller):
    """A client that is met over TLS, by a certificate with ``fault``, in one version or in those of today.

    ``shaken`` tells that it has shaken hands, ``in_the_clear`` that it said something without TLS.
    """

    def __init__(
        self, command: list[str], record: dict[str, Any], env: Mapping[str, str], folder: Path, authority: Authority
    ) -> None:
        super().__init__(command, record, env, folder)
        self.authority = authority
        self.meet_with()

    def meet_with(self, fault: str = "", version: ssl.TLSVersion | None = None) -> None:
        """Present such a certificate from now on."""
        self.shaken = self.in_the_clear = False
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # a client that shuts down its socket alone has ended its side too, and is still answered
        self.context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF
        if version in OLD:
            self.context.set_ciphers("ALL:@SECLEVEL=0")
        self.context.minimum_version = version or ssl.TLSVersion.TLSv1_2
        self.context.maximum_version = version or ssl.TLSVersion.MAXIMUM_SUPPORTED
        pair = self.authority.pair("server", fault)
        # another authority fails in two ways: it is sent along and not trusted, or it is not there at all
        alone = version is ssl.TLSVersion.TLSv1_3
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(pair.private + (pair.certificate if alone else self.authority.chain("server", fault)))
            file.flush()
            self.context.load_cert_chain(file.name)

    def dressed(self, link: socket.socket) -> socket.socket:
        """The connection, over TLS."""
        first = link.recv(1, socket.MSG_PEEK)
        self.in_the_clear = self.in_the_clear or first not in {b"", RECORD_OF_A_HANDSHAKE}
        secure = self.context.wrap_socket(link, server_side=True)
        self.shaken = True
        return secure

    def heard_by(self, fault: str, version: ssl.TLSVersion | None) -> bytes:
        """Run it against such a server; all that it said."""
        self.meet_with(fault, version)
        with self.service(itself) as service:
            self.call(service.port)
        return b"".join(service.heard)


def accepts_good_server(caller: TlsCaller) -> None:
    """It shakes hands with a server whose certificate is right."""
    caller.heard_by("", None)
    if not caller.shaken:
        raise Flaw("The certificate was right, and it did not shake hands.")


def rejects(caller: TlsCaller, fault: str) -> None:
    """It says nothing to a server whose certificate has this fault."""
    for version, told in NEW.items():
        trusted = caller.heard_by("", version)
        if not caller.shaken:
            continue
        heard = caller.heard_by(fault, version)
        # of a client that says nothing even to the good one, the handshake alone can be seen
        if heard or caller.in_the_clear or (not trusted and caller.shaken):
            clear = " in the clear" if caller.in_the_clear else ""
            raise Flaw(f"Under {told}, by a certificate that is wrong ({fault}), the server got {heard!r}{clear}.")


def rejects_old_protocols(caller: TlsCaller) -> None:
    """It does not shake hands in an old version."""
    for version, told in OLD.items():
        caller.heard_by("", version)
        if caller.shaken:
            raise Flaw(f"It shook hands under {told}.")


SCENES: dict[str, Callable[[TlsCaller], None]] = {
    **CALLS,
    "accepts-good-server": accepts_good_server,
    "rejects-other-ca": partial(rejects, fault="other-ca"),
    "rejects-self-signed": partial(rejects, fault="self-signed"),
    "rejects-expired": partial(rejects, fault="expired"),
    "rejects-wrong-name": partial(rejects, fault="wrong-name"),
    "rejects-not-yet-valid": partial(rejects, fault="not-yet-valid"),
    "rejects-old-protocols": rejects_old_protocols,
}
"""What is tried, by the name of the requirement."""


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:  # noqa: ARG001 - as all do
    """Try what was recorded. Raises ``Flaw``."""
    command, authority = from_there(command_of(arguments)), Authority()
    with furnished(authority, record["files"]) as (folder, env):
        SCENES[record["scene"]](TlsCaller(command, record, env, folder, authority))
