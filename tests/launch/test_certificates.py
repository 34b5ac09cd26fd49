"""The run's certificates: each bad one is refused by OpenSSL, for the reason that its description gives."""

from __future__ import annotations

import ssl
from typing import get_args

import pytest
from cryptography.x509 import load_der_x509_certificate

from harness.exchange.tls import present
from harness.launch.certificates import Certificates, Fault, described

FAULTS: tuple[Fault, ...] = get_args(Fault)
CODES = {"other-ca": 19, "self-signed": 18, "expired": 10, "not-yet-valid": 9, "wrong-usage": 26, "wrong-name": 62}


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates("abcd2345")


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext) -> None:
    """Both sides of a handshake in memory; raises what the one that verifies raises."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(to_client, to_server, server_hostname="localhost")
    other = server.wrap_bio(to_server, to_client, server_side=True)
    waiting = [one, other]
    while waiting:
        for side in list(waiting):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.remove(side)


def contexts(certificates: Certificates) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for each in (client, server):
        each.load_verify_locations(cadata=certificates.trust.decode())
        each.verify_mode = ssl.CERT_REQUIRED
    return client, server


def test_the_good_ones_are_accepted_on_both_sides(certificates: Certificates) -> None:
    client, server = contexts(certificates)
    present(client, certificates.client.pem)
    present(server, certificates.server.pem)
    shake_hands(client, server)


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "wrong-name"])
def test_a_bad_client_is_refused_for_its_fault(certificates: Certificates, fault: Fault) -> None:
    client, server = contexts(certificates)
    present(client, certificates.bad_client(fault).pem)
    present(server, certificates.server.pem)
    with pytest.raises(ssl.SSLCertVerificationError) as refused:
        shake_hands(client, server)
    assert refused.value.verify_code == CODES[fault]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_server_is_refused_for_its_fault(certificates: Certificates, fault: Fault) -> None:
    client, server = contexts(certificates)
    server.verify_mode = ssl.CERT_NONE
    present(server, certificates.bad_server(fault).pem)
    with pytest.raises(ssl.SSLCertVerificationError) as refused:
        shake_hands(client, server)
    assert refused.value.verify_code == CODES[fault]


def test_an_authority_of_the_same_name_did_not_sign_ours(certificates: Certificates) -> None:
    client, server = contexts(certificates)
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    stranger.load_verify_locations(cadata=certificates.other_trust.decode())
    assert stranger.get_ca_certs()[0]["subject"] == client.get_ca_certs()[0]["subject"]
    server.verify_mode = ssl.CERT_NONE
    present(server, certificates.server.pem)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(stranger, server)


def test_names_and_serial_numbers_are_drawn_and_keys_are_not(certificates: Certificates) -> None:
    again = Certificates("abcd2345")
    for fault in FAULTS:
        one, other = certificates.bad_client(fault), again.bad_client(fault)
        assert (one.subject, one.issuer, one.reason) == (other.subject, other.issuer, other.reason)
        assert load_der_x509_certificate(one.leaf).serial_number == load_der_x509_certificate(other.leaf).serial_number
        assert one.pem != other.pem
        assert certificates.bad_client(fault) is one


def test_a_description_says_whose_it_is_and_what_is_wrong(certificates: Certificates) -> None:
    bad = certificates.bad_client("expired").description
    assert bad.startswith("subject 'client abcd2345', issued by 'Authority abcd2345', valid from ")
    assert "it must be refused: it expired " in bad
    assert "refused" not in certificates.client.description
    assert described(certificates.server.leaf) == certificates.server.description
