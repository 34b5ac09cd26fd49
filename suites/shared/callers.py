"""How the lecture's clients talk and what serves them: the seam by which one check runs over several protocols.

Owns services and arguments by protocol. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from harness.exchange.layer import LayerMaker, Plain
from harness.exchange.loop import Peers
from harness.launch.kit import Kit
from harness.model import Program
from suites.shared.services import HOST, EchoService, PiecemealService, Reply, Service, SilentService, TimeService


class StreamCaller:
    """A client of plain TCP: ``HOST PORT TEXT``."""

    transport: Literal["tcp", "udp"] = "tcp"
    usual: tuple[int, ...] = (20000,)
    layer: LayerMaker = Plain

    def equipped(self, kit: Kit, program: Program) -> Self:  # noqa: ARG002
        """The same: whoever speaks plain bytes needs nothing."""
        return self

    def arguments(self, port: int, text: str) -> Mapping[str, str]:
        """Host, port, text."""
        return {"host": HOST, "port": str(port), "text": text}

    def asks_for(self, text: str) -> list[bytes]:
        """The text itself."""
        return [text.encode()]

    def echoing(self, services: Peers, ports: tuple[int, ...], reply: Reply) -> Service:
        """An echo server."""
        return EchoService(services, ports, self.layer, reply)

    def piecemeal(self, services: Peers, ports: tuple[int, ...], size: int | None) -> Service:
        """An echo server that answers in pieces."""
        return PiecemealService(services, ports, self.layer, size=size)

    def silent(self, services: Peers, ports: tuple[int, ...]) -> Service:
        """A server that says nothing."""
        return SilentService(services, ports, self.layer)


class DatagramCaller:
    """A client of UDP: ``HOST PORT``, and an empty datagram asks."""

    transport: Literal["tcp", "udp"] = "udp"
    usual: tuple[int, ...] = (20000,)

    def equipped(self, kit: Kit, program: Program) -> Self:  # noqa: ARG002
        """The same: whoever sends plain datagrams needs nothing."""
        return self

    def arguments(self, port: int, text: str) -> Mapping[str, str]:  # noqa: ARG002  # there is nothing to say
        """Host and port."""
        return {"host": HOST, "port": str(port)}

    def asks_for(self, text: str) -> list[bytes]:  # noqa: ARG002
        """Nothing: an empty datagram."""
        return [b""]

    def answering(self, services: Peers, ports: tuple[int, ...], answer: bytes) -> Service:
        """A server that answers every datagram with the same."""
        return TimeService(services, ports, answer)

    def silent(self, services: Peers, ports: tuple[int, ...]) -> Service:
        """A server that says nothing."""
        return TimeService(services, ports, None)
