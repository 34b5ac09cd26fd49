"""What a program that uploads a file must send, tried; and how each HTTP client comes to its scene.

Owns the reading of multipart forms (RFC 7578), the folder and the network in which a client runs.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from harness.report.scripts.alone import be_alone
from harness.report.scripts.certificates import Authority
from harness.report.scripts.fields import OWN
from harness.report.scripts.folder import from_there, furnished
from harness.report.scripts.program import Flaw
from harness.report.scripts.runs import command_of
from harness.report.scripts.site import Heard
from harness.report.scripts.visits import SHARED, Call, page, visit

TABLE, FIELD = "data.csv", "file"


def boundary_of(heard: Heard) -> bytes:
    """The boundary of a multipart form; nothing where it is none."""
    found = re.match(r'\s*multipart/form-data\s*;.*?boundary="?([^";]+)', heard.field("content-type"), re.IGNORECASE)
    return found.group(1).encode("latin-1") if found else b""


def parts_of(heard: Heard) -> list[tuple[str, str, bytes]]:
    """Field, file name and content of each part of a form; none where it is not well-formed."""
    boundary = boundary_of(heard)
    pieces = (b"\r\n" + heard.body).split(b"\r\n--" + boundary)
    if not boundary or not heard.whole or len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        return []
    parts = []
    for piece in pieces[1:-1]:
        head, _, content = piece.partition(b"\r\n\r\n")
        names = dict(re.findall(r'\b(name|filename)="([^"]*)"', head.decode("utf-8", "replace")))
        parts.append((names.get("name", ""), names.get("filename", ""), content))
    return parts


def uploads(call: Call, content: bytes) -> Heard | None:
    """A file of this content arrives as it is. Returns the request."""
    table = call.folder / TABLE
    table.unlink(missing_ok=True)
    table.write_bytes(content)
    seen = visit(call, page())
    posts = [each for each in seen.due if each.method == "POST"]
    parts = parts_of(posts[-1]) if posts else []
    if (FIELD, TABLE, content) not in parts:
        told = [(field, name, f"{len(each)} bytes") for field, name, each in parts]
        raise Flaw(f"A file of {len(content)} bytes was to be sent. The parts of the form: {told}. {seen}")
    return posts[-1]


def multipart(call: Call) -> None:
    """The file arrives in a well-formed form."""
    uploads(call, b"a,b\n1,2\n")


def keeps_bytes(call: Call) -> None:
    """Every byte of it does, and what looks like the boundary."""
    heard = uploads(call, bytes(range(256)) + b"a,b\r\n1,2\n3,4\r\r\n\0\xff")
    uploads(call, b'\xef\xbb\xbf\r\n--\r\n----\r\nContent-Disposition: form-data; name="file"\r\n\r\n')
    if heard:
        uploads(call, b"a,b\r\n--" + boundary_of(heard) + b"\r\n1,2\r\n")


def large_file(call: Call) -> None:
    """So does one of 8 MiB."""
    uploads(call, secrets.token_bytes(8 << 20))


SCENES: dict[str, Callable[[Call], None]] = {
    **SHARED,
    **OWN,
    "multipart": multipart,
    "keeps-bytes": keeps_bytes,
    "large-file": large_file,
}
"""What is tried, by the name of the requirement."""


def attempt(arguments: list[str], record: dict[str, Any], patience: int) -> None:  # noqa: ARG001 - as all do
    """Try what was recorded. Raises ``Flaw``."""
    command, authority = from_there(command_of(arguments)), Authority()
    if record["fixed"]:
        be_alone(record["hosts"])
    with furnished(authority, record["files"]) as (folder, env):
        if not (folder / TABLE).exists():
            (folder / TABLE).write_text("a,b\n1,2\n")
        ports = sorted({80, 443, *record["ports"]})
        call = Call(command, folder, env, authority, record["program"], record["fixed"], ports)
        SCENES[record["scene"]](call)
