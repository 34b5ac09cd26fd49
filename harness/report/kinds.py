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


_OVER_TLS = frozenset({"tls-echo", "mtls-echo"})
# how a server is started and greeted, and what is tried with it beside what its process must do
_SERVERS = {
    **dict.fromkeys(("tcp-echo", "line-echo", "event-loop"), (("plain",), ("stream", "replay"))),
    **dict.fromkeys(_OVER_TLS, (("certificates", "folder", "stream", "tls"), ("handshakes",))),
    "udp-time": (("plain",), ("datagram",)),
    "ipc-echo": (("ipc",), ("objects",)),
}
_HTTP = ("certificates", "runs", "folder", "site", "visits", "alone", "fields", "uploads")
# clients, and classes that a script puts to use itself
_OTHERS = {
    **dict.fromkeys(("echo-client", "time-client"), ("runs", "client", "calling")),
    "tls-client": ("certificates", "runs", "folder", "client", "calling_tls"),
    "ipc-client": ("runs", "ipc", "client", "calling_ipc"),
    **dict.fromkeys(("http-get", "http-post", "http-headers", "http-head"), _HTTP),
    **dict.fromkeys(("http-auth", "http-cookies", "http-upload"), _HTTP),
    "event-loop-api": ("runs", "loaded", "handlers", "loops"),
    "ssl-mixin": ("certificates", "folder", "stream", "tls", "handshakes", "loaded", "mixed"),
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


def kind_of(program: str, name: str) -> Kind | None:
    """How a failure of a program's requirement ``name`` is shown; ``None`` where nothing is known of it."""
    if program in _OTHERS:
        return Kind(("program", *_OTHERS[program], "main"), replays=False, owns=True)
    if program not in _SERVERS:
        return None
    started, tried = _SERVERS[program]
    if name in _OF_PROCESS:
        helper = () if "stream" in started else ("stream",)
        return Kind(("program", *started, *helper, "process", "serving", "main"), replays=False, owns=True)
    parts = ("program", *started, *tried, "serving", "main")
    if program in _OVER_TLS or program == "ipc-echo":
        return Kind(parts, replays=program in _OVER_TLS and name in _OVER_SESSIONS, owns=True)
    return Kind(parts, replays=True, owns=name == "current-time")
