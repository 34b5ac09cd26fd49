"""What a program is given (docs/design.md): variables, files, secrets, placeholders; drawn, and repeatable."""

from __future__ import annotations

import ssl
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from launch.benches import kit

from harness.launch.kit import CERTIFICATE_FILES, filled, placeholders
from harness.model import PemFile, Program, Role

GIVEN = {
    *("HOST", "PORT", "URL", "CERTFILE", "KEYFILE", "CAFILE", "AUTHKEY"),
    *("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "TZ", "LANG", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"),
}


@pytest.fixture
def environment() -> dict[str, str]:
    return kit().environment("/submission", "0.0.0.0", 21234)


def test_the_variables_are_those_of_the_specification_and_no_more(environment: dict[str, str]) -> None:
    assert set(environment) == GIVEN
    assert (environment["HOST"], environment["PORT"]) == ("0.0.0.0", "21234")
    assert environment["URL"] == "http://127.0.0.1:21234/"


def test_trust_comes_from_the_ca_and_never_from_requests_own_variable(environment: dict[str, str]) -> None:
    trusted = {environment[name] for name in ("CAFILE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")}
    assert trusted == {"/submission/ca.pem"}
    assert "REQUESTS_CA_BUNDLE" not in environment


def test_files_are_named_where_the_program_sees_them(environment: dict[str, str]) -> None:
    assert environment["CERTFILE"] == "/submission/server_cert.pem"
    assert environment["KEYFILE"] == "/submission/server_key.pem"
    assert set(kit().files) == set(CERTIFICATE_FILES)


def test_one_seed_draws_the_same_and_another_draws_anew() -> None:
    first, again, other = kit(7), kit(7), kit(8)
    assert (first.authkey, first.zone, first.first_port) == (again.authkey, again.zone, again.first_port)
    assert first.authkey != other.authkey


def test_keys_come_from_the_system_and_not_from_the_seed() -> None:
    assert kit(7).files["server_key.pem"] != kit(7).files["server_key.pem"]


def test_ports_differ_from_start_to_start_and_stay_in_their_range() -> None:
    drawn = kit()
    ports = [drawn.port(start) for start in range(20_000)]
    assert all(one != other for one, other in pairwise(ports))
    assert (min(ports), max(ports)) == (21000, 29999)


def test_the_time_zone_is_one_by_iana_name() -> None:
    assert {ZoneInfo(kit(seed).zone).key for seed in range(5)}


def test_a_certificate_file_works_as_certificate_and_as_authority(tmp_path: Path) -> None:
    for name, content in kit().files.items():
        (tmp_path / name).write_bytes(content)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "server_cert.pem", tmp_path / "server_key.pem")
    client = ssl.create_default_context(cafile=tmp_path / "server_cert.pem")
    client.load_cert_chain(tmp_path / "client_cert.pem", tmp_path / "client_key.pem")
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname="localhost"),
        server.wrap_bio(to_server, to_client, True),
    ]
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert ("commonName", "localhost") in [pair for part in ends[0].getpeercert()["subject"] for pair in part]  # type: ignore[index]  # there is one after a handshake


@pytest.mark.parametrize("role", Role)
def test_every_role_of_a_file_holds_what_it_says(role: Role, tmp_path: Path) -> None:
    drawn = kit()
    program = Program(name="tls-echo", path="x.py", command=(), credentials=(PemFile(path=b"x.pem", role=role),))
    content = drawn.files_for(program)[b"x.pem"]
    side = "client" if role.startswith("client") else "server"
    assert (drawn.files[f"{side}_key.pem"] in content) == role.endswith(("key", "pair"))
    assert (drawn.files[f"{side}_cert.pem"] in content) == role.endswith(("certificate", "pair"))
    assert (drawn.files["ca.pem"] in content) == (not role.endswith("key"))
    assert content in drawn.files.values() or role.endswith("pair")
    if role.endswith("pair"):
        (tmp_path / "x.pem").write_bytes(content)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "x.pem", password="not needed")


@pytest.mark.parametrize("side", ["server", "client"])
def test_a_private_key_is_in_the_format_that_every_runtime_reads(side: str) -> None:
    assert kit().files[f"{side}_key.pem"].startswith(b"-----BEGIN PRIVATE KEY-----\n")


def test_the_files_of_every_program_are_there_whatever_else_is() -> None:
    given = kit().files_for(Program(name="tls-echo", path="x.py", command=()))
    assert {name.decode() for name in given} == set(CERTIFICATE_FILES)


def test_secrets_are_the_key_and_the_bodies_of_private_keys() -> None:
    drawn = kit()
    assert drawn.authkey.encode() in drawn.secrets
    private = drawn.files["server_key.pem"].splitlines()
    assert private[1] in drawn.secrets
    assert not any(secret.startswith(b"-----") for secret in drawn.secrets)
    public = b"".join(drawn.files[name] for name in ("ca.pem", "server_cert.pem", "client_cert.pem"))
    assert not [secret for secret in drawn.secrets if secret in public]
    assert all(len(secret) >= 20 for secret in drawn.secrets)


def test_every_placeholder_of_the_specification_is_filled(environment: dict[str, str]) -> None:
    values = placeholders(environment, "/usr/bin/python3")
    command = ("{python}", "x.py", "--at={host}:{port}", "{cert}", "{key}", "{ca}", "{authkey}", "{url}")
    assert filled(command, values) == (
        *("/usr/bin/python3", "x.py", "--at=0.0.0.0:21234"),
        *("/submission/server_cert.pem", "/submission/server_key.pem", "/submission/ca.pem"),
        *(environment["AUTHKEY"], "http://127.0.0.1:21234/"),
    )


def test_other_braces_stay_as_they_are(environment: dict[str, str]) -> None:
    command = ("awk", "{print}", "{}", "{PORT}", "{unknown}")
    assert filled(command, placeholders(environment, "python")) == command
