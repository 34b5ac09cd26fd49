"""The twenty programs of the lecture (README.md, *What can be graded*): their names, sections and usual file names.

Owns the table and what a file name says. May not know what stands in a file.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum


class Kind(StrEnum):
    """How a program is driven: as a server, as a client with arguments, as an HTTP client, or as a class."""

    SERVER = "server"
    CLIENT = "client"
    HTTP = "http"
    CLASS = "class"


@dataclasses.dataclass(frozen=True)
class Lesson:
    """One program of the lecture.

    ``family`` is what it speaks and from which side; a file name never outvotes a source of another family.
    ``usual`` are file names without suffix. ``vague`` are those of them that other programs bear as well:
    they decide where the source is silent, and never against it.
    """

    name: str
    section: str
    description: str
    kind: Kind
    family: str
    usual: tuple[str, ...]
    vague: tuple[str, ...] = ()


_TCP, _UDP, _IPC, _TLS = "Using TCP", "Using UDP", "Communicating between Interpreters", "Working with SSL"
_LOOP, _HTTP, _REQUESTS = "Event Driven I/O", "Using HTTP", "requests"

LESSONS = (
    Lesson(
        "tcp-echo",
        _TCP,
        "stream echo server",
        Kind.SERVER,
        "stream server",
        ("tcp_echo", "echo_server"),
        ("echo_server",),
    ),
    Lesson("line-echo", _TCP, "line echo server", Kind.SERVER, "stream server", ("line_echo", "stream_echo")),
    Lesson(
        "echo-client",
        _TCP,
        "connects, sends its arguments, prints the reply",
        Kind.CLIENT,
        "stream client",
        ("echo_client", "tcp_client"),
    ),
    Lesson(
        "udp-time",
        _UDP,
        "time server answering datagrams",
        Kind.SERVER,
        "datagram server",
        ("time_server", "udp_time"),
    ),
    Lesson(
        "time-client",
        _UDP,
        "sends an empty datagram, prints the reply",
        Kind.CLIENT,
        "datagram client",
        ("time_client", "udp_client"),
    ),
    Lesson(
        "ipc-echo",
        _IPC,
        "multiprocessing.connection echo server with an authkey",
        Kind.SERVER,
        "ipc server",
        ("ipc_server", "ipc_echo"),
    ),
    Lesson("ipc-client", _IPC, "sends objects, prints what comes back", Kind.CLIENT, "ipc client", ("ipc_client",)),
    Lesson(
        "tls-echo",
        _TLS,
        "TLS echo server that presents a certificate",
        Kind.SERVER,
        "tls server",
        ("tls_echo", "ssl_server", "tls_server"),
        ("tls_echo", "ssl_server", "tls_server"),
    ),
    Lesson(
        "mtls-echo",
        _TLS,
        "TLS echo server that requires a client certificate",
        Kind.SERVER,
        "tls server",
        ("mtls_echo", "tls_mutual"),
    ),
    Lesson(
        "tls-client",
        _TLS,
        "verifies the server, sends, prints the reply",
        Kind.CLIENT,
        "tls client",
        ("tls_client", "ssl_client"),
    ),
    Lesson(
        "ssl-mixin",
        _TLS,
        "the class SSLMixin for any socketserver server",
        Kind.CLASS,
        "tls server",
        ("ssl_mixin", "sslmixin"),
    ),
    Lesson(
        "event-loop",
        _LOOP,
        "one-threaded echo server on a readiness loop",
        Kind.SERVER,
        "stream server",
        ("event_loop_server", "event_server"),
    ),
    Lesson(
        "event-loop-api",
        _LOOP,
        "the class EventHandler and the function event_loop(handlers)",
        Kind.CLASS,
        "stream server",
        ("event_loop", "eventhandler"),
        ("event_loop", "eventhandler"),
    ),
    Lesson("http-get", _HTTP, "GET with a query string", Kind.HTTP, "http", ("http_get",)),
    Lesson("http-post", _HTTP, "POST of form fields", Kind.HTTP, "http", ("http_post",)),
    Lesson("http-headers", _HTTP, "request with headers of its own", Kind.HTTP, "http", ("http_headers",)),
    Lesson("http-head", _REQUESTS, "HEAD, prints header fields", Kind.HTTP, "http", ("http_head",)),
    Lesson("http-auth", _REQUESTS, "Basic authentication", Kind.HTTP, "http", ("http_auth",)),
    Lesson(
        "http-cookies",
        _REQUESTS,
        "cookies of the first answer go with the second request",
        Kind.HTTP,
        "http",
        ("http_cookies",),
    ),
    Lesson("http-upload", _REQUESTS, "multipart upload of a file", Kind.HTTP, "http", ("http_upload",)),
)

NAMES = tuple(lesson.name for lesson in LESSONS)
FAMILIES = {lesson.name: lesson.family for lesson in LESSONS}
_KINDS = {lesson.name: lesson.kind for lesson in LESSONS}
_TAKEN = {word for lesson in LESSONS for word in lesson.usual}
# a program's own name is a usual one, unless the lecture gives it to another: event_loop is the API
_USUAL = {lesson.name: (*lesson.usual, *({lesson.name.replace("-", "_")} - _TAKEN)) for lesson in LESSONS}
_VAGUE = {word for lesson in LESSONS for word in lesson.vague}


def is_server(program: str) -> bool:
    """Whether a program listens; those that are not in the table are taken to."""
    return _KINDS.get(program, Kind.SERVER) is Kind.SERVER


def is_class(program: str) -> bool:
    """Whether a program is a Python class: loaded by a driver, and no process of its own."""
    return _KINDS.get(program) is Kind.CLASS


@dataclasses.dataclass(frozen=True)
class Named:
    """A program that a file name speaks of; ``firm`` where the name belongs to no other program."""

    program: str
    firm: bool


def named_by(stem: str) -> tuple[Named, ...]:
    """Programs whose usual name is in ``stem`` (a file name without suffix), longest name first.

    ``alice-tcp-echo``, ``TcpEcho`` and ``tcp_echo_2`` all speak of ``tcp-echo``.
    """
    words = _words(stem)
    matches = [
        (len(usual), program, usual)
        for program, names in _USUAL.items()
        for usual in names
        if f"_{usual}_" in f"_{words}_"
    ]
    matches.sort(key=lambda match: (-match[0], NAMES.index(match[1])))
    first: dict[str, Named] = {}
    for _, program, usual in matches:
        first.setdefault(program, Named(program, usual not in _VAGUE))
    return tuple(first.values())


def nearest(word: str, known: Sequence[str]) -> str:
    """A clause that names the known word nearest to ``word``, or lists them all."""
    close = get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(known)}."


def _words(stem: str) -> str:
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", stem)
    return re.sub(r"[^a-z0-9]+", "_", split.lower()).strip("_")
