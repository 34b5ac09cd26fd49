"""Which parts make a reproduction script for which requirement of which program.

Owns those tables. May not know of results, nor what the parts do.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """How a failure is shown: by which ``parts``, in their order.

    What ``replays`` does the recorded exchange again; anything else is a scene of the requirement's name. What ``owns``
    starts the program itself.
    """

    parts: tuple[str, ...]
    replays: bool
    owns: bool


STREAMS = frozenset({"tcp-echo", "line-echo", "event-loop"})
OVER_TLS = frozenset({"tls-echo", "mtls-echo"})
_STREAM, _DATAGRAM, _TLS = ("plain", "stream"), ("plain", "datagram"), ("certificates", "folder", "stream", "tls")
_SERVERS = {
    **dict.fromkeys(STREAMS, _STREAM),
    "udp-time": _DATAGRAM,
    **dict.fromkeys(OVER_TLS, _TLS),
    "ipc-echo": ("ipc",),
}
_CLIENTS = {
    **dict.fromkeys(("echo-client", "time-client"), ("client", "calling")),
    "tls-client": ("certificates", "folder", "client", "calling_tls"),
    "ipc-client": ("ipc", "client", "calling_ipc"),
}
_OF_PROCESS = {
    *("starts", "stops", "interrupts", "restarts", "idles", "frees", "logs-nothing-secret"),
    *("one-thread", "connection-burst", "serves-udp"),
}
CROWDS = {
    "many-clients": 32,
    "hundred-clients": 100,
    "many-connections": 500,
    "thousand-connections": 1000,
    "beyond-select": 1200,
}
# of TLS servers: bytes over sessions that are in order
_OVER_SESSIONS = {"echoes", "keeps-bytes", "large-message", "survives-reset", "concurrent-clients", *CROWDS}
# what is tried by scenes of its own, beside what every server must do
_SCENES = {**dict.fromkeys(OVER_TLS, "handshakes"), "ipc-echo": "objects"}


_HTTP = ("certificates", "runs", "folder", "site", "visits", "alone", "fields", "uploads")

# classes, put to use by the script itself
_CLASSES = {
    "event-loop-api": ("runs", "loaded", "handlers", "loops"),
    "ssl-mixin": ("certificates", "folder", "stream", "tls", "handshakes", "loaded", "mixed"),
}


def kind_of(program: str, name: str) -> Kind | None:
    """How a failure of a program's requirement ``name`` is shown; ``None`` where nothing is known of it."""
    if program in _CLIENTS:
        return Kind(("program", "runs", *_CLIENTS[program], "main"), replays=False, owns=True)
    if program in _CLASSES:
        return Kind(("program", *_CLASSES[program], "main"), replays=False, owns=True)
    if program.startswith("http-"):
        return Kind(("program", *_HTTP, "main"), replays=False, owns=True)
    if program not in _SERVERS:
        return None
    parts = _SERVERS[program]
    if name in _OF_PROCESS:
        helper = () if "stream" in parts else ("stream",)
        return Kind(("program", *parts, *helper, "process", "serving", "main"), replays=False, owns=True)
    if program in _SCENES:
        replays = program in OVER_TLS and name in _OVER_SESSIONS
        return Kind(("program", *parts, _SCENES[program], "serving", "main"), replays=replays, owns=True)
    return Kind(("program", *parts, "serving", "main"), replays=True, owns=name == "current-time")
