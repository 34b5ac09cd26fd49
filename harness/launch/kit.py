"""What every program is given (docs/design.md, *What a program is given*): files, variables, placeholders.

Owns their names and values; how certificates are made is ``certificates.py``'s affair. Knows nothing of how a
program is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from harness.model import Program, Role

if TYPE_CHECKING:
    from harness.launch.certificates import Certificates

CERTIFICATE_FILES = ("server_cert.pem", "server_key.pem", "client_cert.pem", "client_key.pem", "ca.pem")
_PORTS = range(21000, 30000)
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
# Zones whose offsets nobody would guess; by IANA name, for some runtimes take a POSIX string for UTC. North and south:
# at any time of the year some of them are on summer time, which a program may forget
_ZONES = (
    *("America/St_Johns", "Europe/Chisinau", "America/Miquelon", "Atlantic/Azores", "Asia/Beirut", "America/Adak"),
    *("Pacific/Chatham", "Australia/Lord_Howe", "Australia/Broken_Hill", "Pacific/Norfolk", "America/Santiago"),
    *("Pacific/Easter",),
)


@dataclass(frozen=True)
class Kit:
    """The same for every start of one run but for the port."""

    files: dict[str, bytes]
    authkey: str
    zone: str
    first_port: int
    certificates: Certificates

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """What a program must never print: the key, and the lines of private keys that no certificate holds."""
        keys = (self.files[name] for name in CERTIFICATE_FILES if name.endswith("_key.pem"))
        bodies = (line for key in keys for line in key.splitlines() if line and not line.startswith(b"-----"))
        # a private key in PKCS #8 ends with the public one, which certificates hold too
        public = b"".join(content for name, content in self.files.items() if not name.endswith("_key.pem"))
        return (self.authkey.encode(), *(line for line in bodies if len(line) >= 32 and line not in public))

    def files_for(self, program: Program) -> dict[bytes, bytes]:
        """The files of every program, and certificates and keys under the names that this one uses besides."""
        given = {name.encode(): content for name, content in self.files.items()}
        return given | {each.path: self._held_by(each.role) for each in program.credentials}

    def _held_by(self, role: Role) -> bytes:
        if role is Role.AUTHORITY:
            return self.files["ca.pem"]
        side, _, part = role.partition(" ")
        certificate, key = self.files[f"{side}_cert.pem"], self.files[f"{side}_key.pem"]
        return {"certificate": certificate, "key": key, "pair": key + certificate}[part]

    def port(self, start: int) -> int:
        """The port of the run's ``start``-th start; two starts in a row never share one."""
        return _PORTS[(self.first_port + start) % len(_PORTS)]

    def environment(self, folder: str, host: str, port: int) -> dict[str, str]:
        """Variables for a program whose working directory it sees as ``folder``."""
        place = PurePosixPath(folder)
        names = {"CERTFILE": "server_cert.pem", "KEYFILE": "server_key.pem", "CAFILE": "ca.pem"}
        paths = {variable: str(place / name) for variable, name in names.items()}
        return {
            "HOST": host,
            "PORT": str(port),
            "URL": f"http://127.0.0.1:{port}/",
            **paths,
            "SSL_CERT_FILE": paths["CAFILE"],
            "NODE_EXTRA_CA_CERTS": paths["CAFILE"],
            "AUTHKEY": self.authkey,
            "TZ": self.zone,
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


def make_kit(random: Random) -> Kit:
    """Draw a run's key, zone, ports and certificates."""
    from harness.launch.certificates import Certificates  # 93 ms that only a grading needs

    certificates = Certificates("".join(random.choices(_LETTERS, k=8)))
    return Kit(
        files=_pem_files(certificates),
        authkey="".join(random.choices(_LETTERS, k=20)),
        zone=_zone(random),
        first_port=random.randrange(len(_PORTS)),
        certificates=certificates,
    )


def _zone(random: Random) -> str:
    """A zone on summer time right now, past noon if there is one: clocks of twelve hours and of no season are wrong.

    It is UTC where this machine knows no zones: then programs know none either.
    """
    known = (name for name in _ZONES if Path("/usr/share/zoneinfo", name).exists())
    now = {name: datetime.now(ZoneInfo(name)) for name in known}
    summer = [name for name, time in now.items() if time.dst()]
    afternoon = [name for name in summer if now[name].hour > 12]
    return random.choice(afternoon or summer or ["UTC"])


def _pem_files(certificates: Certificates) -> dict[str, bytes]:
    root = certificates.trust
    files = {"ca.pem": root}
    for name, leaf in (("server", certificates.server_leaf), ("client", certificates.client_leaf)):
        # leaf, then CA: the lecture's ca_certs="server_cert.pem" must find the authority in it
        files[f"{name}_cert.pem"] = b"".join(each.bytes() for each in leaf.cert_chain_pems) + root
        files[f"{name}_key.pem"] = _in_pkcs8(leaf.private_key_pem.bytes())
    return files


def _in_pkcs8(key: bytes) -> bytes:
    """The same private key in the format that every runtime reads; Java reads no other."""
    from cryptography.hazmat.primitives.serialization import (  # as late as trustme, which brings it
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_pem_private_key,
    )

    return load_pem_private_key(key, None).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def filled(command: tuple[str, ...], values: dict[str, str]) -> tuple[str, ...]:
    """``command`` with every ``{name}`` of ``values`` put in; other braces stay as they are."""
    return tuple(_fill(word, values) for word in command)


def _fill(word: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        word = word.replace("{" + name + "}", value)
    return word


def placeholders(environment: dict[str, str], python: str) -> dict[str, str]:
    """Values of the placeholders, taken from what the environment says."""
    names = {
        "host": "HOST",
        "port": "PORT",
        "url": "URL",
        "cert": "CERTFILE",
        "key": "KEYFILE",
        "ca": "CAFILE",
        "authkey": "AUTHKEY",
    }
    return {"python": python, **{name: environment[variable] for name, variable in names.items()}}
