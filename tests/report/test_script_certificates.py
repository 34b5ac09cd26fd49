"""What a script's authority signs is taken by those who check, and each fault is refused for what it is."""

from __future__ import annotations

import ssl
from contextlib import suppress
from pathlib import Path

import pytest

from harness.report.scripts.certificates import FAULTS, Authority

SERVER_SIDE, CLIENT_SIDE = "server", "client"
SAID = {
    "other-ca": "self.signed certificate in certificate chain",
    "self-signed": "self.signed certificate",
    "expired": "certificate has expired",
    "not-yet-valid": "certificate is not yet valid",
    "wrong-usage": "unsuitable certificate purpose|unsupported certificate purpose",
    "wrong-name": "mismatch",
}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def context(authority: Authority, side: str, fault: str, folder: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if side == SERVER_SIDE else ssl.PROTOCOL_TLS_CLIENT)
    made.verify_mode = ssl.CERT_REQUIRED
    made.verify_flags |= ssl.VERIFY_X509_STRICT
    made.load_verify_locations(cadata=authority.own.certificate)
    file = folder / f"{side}.pem"
    file.write_text(authority.pair(side, fault).private + authority.chain(side, fault))
    made.load_cert_chain(file)
    return made


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> None:
    """In memory, under TLS 1.2, where both are done only when both are content."""
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(down, up, server_hostname="localhost"), server.wrap_bio(up, down, server_side=True)]
    for _ in range(4):
        for end in ends:
            with suppress(ssl.SSLWantReadError):
                end.do_handshake()
    assert [end.version() for end in ends] == ["TLSv1.2", "TLSv1.2"]


def test_good_certificates_are_taken_by_those_who_check_strictly(authority: Authority, tmp_path: Path) -> None:
    shake_hands(*(context(authority, side, "", tmp_path) for side in (SERVER_SIDE, CLIENT_SIDE)))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_client_refuses_a_server_for_its_fault(authority: Authority, fault: str, tmp_path: Path) -> None:
    server, client = context(authority, SERVER_SIDE, fault, tmp_path), context(authority, CLIENT_SIDE, "", tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError, match=f"(?i){SAID[fault]}"):
        shake_hands(server, client)


@pytest.mark.parametrize("fault", [each for each in FAULTS if each != "wrong-name"])
def test_a_server_refuses_a_client_for_its_fault(authority: Authority, fault: str, tmp_path: Path) -> None:
    server, client = context(authority, SERVER_SIDE, "", tmp_path), context(authority, CLIENT_SIDE, fault, tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError, match=f"(?i){SAID[fault]}"):
        shake_hands(server, client)
