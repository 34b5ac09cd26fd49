"""The seam where TLS will stand."""

from __future__ import annotations

import socket
from collections.abc import Callable

from harness.exchange.layer import Plain
from harness.exchange.loop import Peers

Serve = Callable[..., tuple[str, int]]


class Shifted(Plain):
    """A layer that changes every byte on its way, and has something of its own to say first."""

    def __init__(self, link: socket.socket) -> None:
        super().__init__(link)
        self.unwritten = True

    def write(self, data: memoryview) -> int:
        if self.unwritten:
            self.unwritten = False
            super().write(memoryview(b"?"))
        return super().write(memoryview(bytes((byte + 1) % 256 for byte in data))) if data else 0

    def read(self, buffer: memoryview) -> int | None:
        count = super().read(buffer)
        for place in range(count or 0):
            buffer[place] = (buffer[place] - 1) % 256
        return count


def test_a_layer_can_stand_between_a_peer_and_its_socket(serve: Serve, peers: Peers) -> None:
    got: list[bytes] = []

    def script(link: socket.socket) -> None:
        while data := link.recv(100):
            got.append(data)
            link.sendall(data)

    peer = peers.connect(serve(script), layer=Shifted)
    assert peer.receive(1) == b">"
    peer.send(b"HAL")
    assert peer.receive(3) == b"HAL"
    assert b"".join(got) == b"?IBM"
