"""How IPC clients are called and served: ``HOST PORT TEXT…``, by a listener that knows their key, or by an impostor.

Owns arguments and services. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Literal

from harness.exchange.loop import Peers
from harness.launch.kit import Kit
from harness.model import Program
from suites.ipc_client.services import Act, Impostor, ObjectService
from suites.shared.services import HOST, Reply

# no more: a client may wait for each answer a while, and gives up after all of them
_WORDS = 2


class IpcCaller:
    """A client of ``multiprocessing.connection``: each of its texts is one message."""

    transport: Literal["tcp", "udp"] = "tcp"
    usual: tuple[int, ...] = (25000,)

    def __init__(self, key: str = "") -> None:
        self._key = key.encode()

    def equipped(self, kit: Kit, program: Program) -> IpcCaller:
        """The same with the program's own key, or with the drawn one where the program takes that."""
        return IpcCaller(kit.authkey if program.authkey is None else program.authkey)

    def arguments(self, port: int, text: str) -> Mapping[str, str]:
        """Host, port, and the text in two parts."""
        parts = ("text", "second")
        return {"host": HOST, "port": str(port), **dict(zip(parts, _words(text), strict=False))}

    def asks_for(self, text: str) -> list[bytes]:
        """Each part by itself."""
        return [word.encode() for word in _words(text)]

    def echoing(self, services: Peers, ports: tuple[int, ...], reply: Reply) -> ObjectService:
        """An echo server that knows the key."""
        return ObjectService(services, ports, self._key, reply)

    def silent(self, services: Peers, ports: tuple[int, ...]) -> ObjectService:
        """A server that knows the key, and says nothing after the handshake."""
        return ObjectService(services, ports, self._key, None)

    def posing(self, services: Peers, ports: tuple[int, ...], act: Act, draw: Random) -> Impostor:
        """A server that does not know the key."""
        return Impostor(services, ports, act, draw)


def _words(text: str) -> list[str]:
    size = max(1, -(-len(text) // _WORDS))
    return [text[at : at + size] for at in range(0, len(text), size)]
