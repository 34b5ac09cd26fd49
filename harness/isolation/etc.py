"""The few files of ``/etc`` that a program sees: names of hosts and of users, whom to trust, and nothing real.

Owns their content. Knows nothing of who reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harness.isolation.trust import write_trust

USER = "student"


def write_etc(folder: Path, uid: int, hosts: Iterable[str] = (), trust: bytes = b"") -> None:
    """Write hosts, host.conf, resolv.conf, nsswitch.conf, hostname, passwd and group into ``folder``.

    ``hosts`` are further names for 127.0.0.1. No name is ever asked of a server: none listens. ``trust`` is the
    authority, in PEM, that stands for all of the system's.
    """
    names = " ".join(("localhost", "sandbox", *hosts))
    content = {
        "hosts": f"127.0.0.1 {names}\n::1 localhost ip6-localhost\n",
        "host.conf": "multi on\n",
        "resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
        "nsswitch.conf": "hosts: files dns\npasswd: files\ngroup: files\nservices: files\n",
        "hostname": "sandbox\n",
        "passwd": f"{USER}:x:{uid}:{uid}::/home/{USER}:/bin/sh\n",
        "group": f"{USER}:x:{uid}:\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in content.items():
        place = folder / name
        place.write_text(text)
        place.chmod(0o644)
    if trust:
        write_trust(folder, trust)
