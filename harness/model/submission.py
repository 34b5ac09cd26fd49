"""What was handed in: files as they were read once, and the programs found among them.

May not know how either is found.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from harness.model.base import Frozen


class File(Frozen, frozen=True, kw_only=True):
    """A regular file of a submission; ``path`` is relative, in the file system's own bytes."""

    path: bytes
    content: bytes
    executable: bool = False


class Link(Frozen, frozen=True, kw_only=True):
    """A symbolic link of a submission that stays inside it."""

    path: bytes
    target: bytes


class Tree(Frozen, frozen=True, kw_only=True):
    """A submission, read once: what is graded is this, whatever later happens on disk."""

    files: tuple[File, ...]
    links: tuple[Link, ...] = ()
    folders: tuple[bytes, ...] = ()


class SyntaxFault(Frozen, frozen=True, kw_only=True):
    """Why a Python source does not parse, in the interpreter's words. Lines count from 1."""

    path: str
    line: int
    column: int
    text: str
    message: str


class Role(StrEnum):
    """What a file in PEM holds: a side's certificate with its CA, its private key, or both; or the CA alone."""

    SERVER_CERTIFICATE = "server certificate"
    SERVER_KEY = "server key"
    SERVER_PAIR = "server pair"
    CLIENT_CERTIFICATE = "client certificate"
    CLIENT_KEY = "client key"
    CLIENT_PAIR = "client pair"
    AUTHORITY = "authority"


class PemFile(Frozen, frozen=True, kw_only=True):
    """A file that a program takes for a certificate or a key; ``path`` is relative, as that of a ``File``."""

    path: bytes
    role: Role


class Program(Frozen, frozen=True, kw_only=True):
    """One program of a submission and how it is run.

    ``command`` and ``build`` are argument lists; ``{python}``, ``{port}`` and the other placeholders (docs/design.md,
    *What a program is given*) are still in them. ``path`` is the main file as it is shown.
    ``ports`` are the port numbers that stand in the source, ``hosts`` the host names in its URLs,
    ``credentials`` the files that get certificates and keys of ours beside those that every program gets. One that
    does not take arguments is judged on what it hard-codes.
    """

    name: str
    path: str
    command: tuple[str, ...]
    build: tuple[str, ...] = ()
    env: dict[str, str] = msgspec.field(default_factory=dict)
    port: int | None = None
    authkey: str | None = None
    ports: tuple[int, ...] = ()
    hosts: tuple[str, ...] = ()
    credentials: tuple[PemFile, ...] = ()
    takes_arguments: bool = True
    fault: SyntaxFault | None = None
    recognised_by: str = ""


class Missing(Frozen, frozen=True, kw_only=True):
    """A program that is asked for and was not found; ``reason`` says what was looked for, ``cure`` what would be."""

    name: str
    reason: str
    cure: str = ""


class Submission(Frozen, frozen=True, kw_only=True):
    """A submission and the programs it was found to hold; ``missing`` are those that it should.

    ``origin`` is where it lies, ``known_as`` the path by which whoever handed it in knows it, where that is another.
    """

    name: str
    origin: str
    known_as: str = ""
    digest: str
    tree: Tree
    programs: tuple[Program, ...]
    missing: tuple[Missing, ...] = ()
