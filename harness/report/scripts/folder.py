"""The folder in which a program runs: it looks like the one where the script was called, but for files of the script's.

Owns which certificates and keys lie where, and what the environment says of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.report.scripts.certificates import Authority
from harness.report.scripts.program import HERE


@contextmanager
def furnished(authority: Authority, roles: Mapping[str, str]) -> Iterator[tuple[Path, dict[str, str]]]:
    """Such a folder, and the variables; ``roles`` says what certificates the program finds beside the usual ones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        authority.write(folder)
        for path, role in roles.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(authority.held_by(role))
        fill(folder, HERE.absolute())
        files = {"CERTFILE": "server_cert.pem", "KEYFILE": "server_key.pem", "CAFILE": "ca.pem"}
        env = {variable: str(folder / file) for variable, file in files.items()}
        yield folder, {**env, "SSL_CERT_FILE": env["CAFILE"], "NODE_EXTRA_CA_CERTS": env["CAFILE"]}


def from_there(command: Sequence[str]) -> list[str]:
    """A command that means the same in such a folder: what lies beside this one is named from the root."""
    return [str(Path(word).absolute()) if word.startswith("..") and Path(word).exists() else word for word in command]


def fill(folder: Path, original: Path) -> None:
    """Put links to what lies in ``original`` into ``folder``, where nothing of that name is there."""
    for path in original.iterdir():
        place = folder / path.name
        if place.is_dir() and not place.is_symlink():
            fill(place, path)
        elif not place.exists():
            place.symlink_to(path)
