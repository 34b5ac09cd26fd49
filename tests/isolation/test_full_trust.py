"""Whom programs of several languages trust in the full sandbox: our authority, and none of the machine's."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest
from apart import apart
from boxes import PREAMBLE, probe, running, said
from launch.benches import kit

from harness.isolation.full import FullIsolation
from harness.isolation.toolchain import Toolchain, base_python, toolchain_of
from harness.isolation.trust import covered, key_store, write_trust

AUTHORITY = kit().files["ca.pem"]
OTHER = kit().files["ca.pem"]
JAVA = shutil.which("java")
KEYTOOL = shutil.which("keytool")

TRUSTED = """
import java.security.KeyStore;
import javax.net.ssl.*;

public class Main {
    public static void main(String[] args) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        for (var each : manager.getAcceptedIssuers())
            System.out.println(each.getSubjectX500Principal().getName());
    }
}
"""


def der(pem: bytes) -> bytes:
    return ssl.PEM_cert_to_DER_cert(pem.decode())


def organisation(pem: bytes) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=der(pem))
    (found,) = context.get_ca_certs()
    subject: Any = found["subject"]  # a tuple of tuples of pairs, as ssl documents it
    return str(next(value for part in subject for name, value in part if name == "organizationName"))


def test_the_systems_bundle_is_our_authority_alone_without_any_variable() -> None:
    source = """
import ssl
context = ssl.create_default_context()
say([len(context.get_ca_certs()), open("/etc/ssl/certs/ca-certificates.crt").read(), os.listdir("/etc/ssl/certs")])
"""
    number, bundle, names = probe(source, trust=AUTHORITY)
    assert number in (0, 1)  # some builds have another default place
    assert (bundle.encode(), sorted(names)) == (AUTHORITY, ["ca-certificates.crt", "java"])


@pytest.mark.parametrize(
    "place",
    ["/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/tls/cert.pem"],
)
def test_every_systems_usual_bundle_is_there(place: str) -> None:
    assert probe(f"say(open({place!r}).read())", trust=AUTHORITY).encode() == AUTHORITY


def test_no_program_can_change_whom_it_trusts() -> None:
    source = """
places = [os.path.join(parent, name) for parent, _, names in os.walk("/etc") for name in names]
say([place for place in places if os.access(place, os.W_OK)])
"""
    assert probe(source, trust=AUTHORITY) == []


def test_openssl_keeps_its_settings() -> None:
    if not Path("/etc/ssl/openssl.cnf").is_file():
        pytest.skip("this machine has none")
    assert (
        probe("say(open('/etc/ssl/openssl.cnf').read())", trust=AUTHORITY) == Path("/etc/ssl/openssl.cnf").read_text()
    )


def test_certifis_bundle_is_covered_where_a_folder_that_is_seen_holds_one(tmp_path: Path) -> None:
    (tmp_path / "certifi").mkdir()
    (tmp_path / "certifi" / "cacert.pem").write_bytes(OTHER)
    tmp_path.chmod(0o755)
    tools = toolchain_of(base_python()).joined(Toolchain((str(tmp_path),)))
    source = f"{PREAMBLE}say(open({str(tmp_path / 'certifi' / 'cacert.pem')!r}).read())"

    def work() -> list[str]:
        isolation = FullIsolation(tools)
        isolation.enter()
        isolation.fresh_network()
        found = []
        for trust in (AUTHORITY, b""):
            with running(isolation, source, trust=trust) as program:
                found.append(json.loads(said(program)))
        return found

    assert apart(work) == [AUTHORITY.decode(), OTHER.decode()]
    assert (tmp_path / "certifi" / "cacert.pem").read_bytes() == OTHER


def test_a_java_in_a_folder_of_its_own_is_covered_and_a_link_out_of_it_is_not(tmp_path: Path) -> None:
    for name in ("jdk", "linked"):
        (tmp_path / name / "lib" / "security").mkdir(parents=True)
    (tmp_path / "jdk" / "lib" / "security" / "cacerts").write_bytes(b"many")
    (tmp_path / "linked" / "lib" / "security" / "cacerts").symlink_to("/etc/passwd")
    places = {place for _, place in covered((str(tmp_path / "jdk"), str(tmp_path / "linked")))}
    assert str(tmp_path / "jdk/lib/security/cacerts") in places
    assert not places & {"/etc/passwd", str(tmp_path / "linked/lib/security/cacerts")}


@pytest.mark.skipif(KEYTOOL is None, reason="needs a JDK")
def test_javas_own_tool_reads_the_key_store(tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(key_store(AUTHORITY + OTHER))
    command = [KEYTOOL or "", "-list", "-rfc", "-keystore", str(tmp_path / "store"), "-storepass", "changeit"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "contains 2 entries" in told
    assert told.count("BEGIN CERTIFICATE") == 2


@pytest.mark.skipif(JAVA is None, reason="needs a JDK")
def test_java_trusts_our_authority_alone() -> None:
    source = f"""
import subprocess
open("Main.java", "w").write({TRUSTED!r})
say(subprocess.run(["java", "Main.java"], capture_output=True, text=True).stdout.split("\\n"))
"""
    names = probe(source, trust=AUTHORITY)
    assert len(names) == 2, names
    assert organisation(AUTHORITY) in names[0]


def test_all_of_it_is_written_below_one_folder(tmp_path: Path) -> None:
    write_trust(tmp_path, AUTHORITY)
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"ssl", "pki"}
