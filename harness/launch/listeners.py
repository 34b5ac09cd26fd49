"""Where programs listen and what they have not read, asked of the kernel by netlink ``sock_diag`` (sock_diag(7)).

Owns the request and the reading of its answer. Never connects: a trial connection is a client, and
uses up or kills servers that serve few. About 0.05 ms a look; psutil and ``/proc/net`` cost 11 ms.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal

Transport = Literal["tcp", "udp"]
Address = tuple[str, int]

_SOCK_DIAG_BY_FAMILY = 20
_NLM_F_REQUEST_DUMP = 0x301
_NLMSG_ERROR, _NLMSG_DONE = 2, 3
_NETLINK_SOCK_DIAG = 4
# struct inet_diag_req_v2 after its header, its socket id left empty
_REQUEST = struct.Struct("=IHHIIBBBBI48x")
_HEADER = struct.Struct("=IHHII")
_MESSAGE_SIZE = 72
_ATTRIBUTE_MEMORY, _ATTRIBUTE_V6ONLY = 7, 11
# struct sk_meminfo: the second word bounds what may wait, the ninth counts the datagrams dropped for want of room
_QUEUE, _DROPS = 1, 8
_LISTEN, _CLOSE, _TIME_WAIT = 10, 7, 6
# ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT: whatever can still be read from
_CONNECTED = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 8
_ASKED: tuple[tuple[Transport, int, int], ...] = (
    ("tcp", socket.IPPROTO_TCP, 1 << _LISTEN),
    # a bound, unconnected UDP socket is in state CLOSE
    ("udp", socket.IPPROTO_UDP, 1 << _CLOSE),
)


@dataclass(frozen=True)
class Listener:
    """A listening TCP or a bound UDP socket of this network. ``dropped`` counts lost datagrams.

    ``queue`` is how many bytes may wait to be read.
    """

    transport: Transport
    address: str
    port: int
    inode: int
    v6only: bool = False
    dropped: int = 0
    queue: int = 0

    @property
    def reachable_at(self) -> Address:
        """Where a client on this machine reaches it."""
        if self.address == "::":
            return ("::1" if self.v6only else "127.0.0.1", self.port)
        return ("127.0.0.1" if self.address == "0.0.0.0" else self.address, self.port)  # noqa: S104  # compared, not bound


def listeners() -> list[Listener]:
    """Every listening TCP and bound UDP socket in this process's network, IPv4 first."""
    found = []
    with _netlink() as netlink:
        for family in (socket.AF_INET, socket.AF_INET6):
            for transport, protocol, states in _ASKED:
                found += [_listener(each, transport) for each in _dump(netlink, family, protocol, states)]
    return [each for each in found if each.port]


def lingering(ports: Container[int]) -> bool:
    """Whether a connection that is over still holds one of ``ports`` (TIME_WAIT)."""
    with _netlink() as netlink:
        return any(
            struct.unpack_from("!H", message, 4)[0] in ports
            for family in (socket.AF_INET, socket.AF_INET6)
            for message in list(_dump(netlink, family, socket.IPPROTO_TCP, 1 << _TIME_WAIT))
        )


def unread(port: int, peer_port: int) -> int:
    """Bytes that the TCP socket of ``port`` has not read that is connected to ``peer_port``, with those on their way.

    0 where both are gone.
    """
    most = 0
    with _netlink() as netlink:
        for family in (socket.AF_INET, socket.AF_INET6):
            for message in _dump(netlink, family, socket.IPPROTO_TCP, _CONNECTED):
                ends = struct.unpack_from("!HH", message, 4)
                received, unacknowledged = struct.unpack_from("=II", message, 56)
                # what has arrived and was not yet acknowledged stands in both
                if ends == (port, peer_port):
                    most = max(most, int(received))
                elif ends == (peer_port, port):
                    most = max(most, int(unacknowledged))
    return most


def _netlink() -> socket.socket:
    # a socket a call: one that is shared over a fork answers EBUSY, and each belongs to one network
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, _NETLINK_SOCK_DIAG)


def _dump(netlink: socket.socket, family: int, protocol: int, states: int) -> Iterator[bytes]:
    wanted = 1 << (_ATTRIBUTE_MEMORY - 1)
    words = (_REQUEST.size, _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST_DUMP, 1, 0, family, protocol, wanted, 0, states)
    netlink.send(_REQUEST.pack(*words))
    while True:
        data = netlink.recv(1 << 16)
        at = 0
        while at < len(data):
            length, kind, *_ = _HEADER.unpack_from(data, at)
            if kind == _NLMSG_DONE:
                return
            if kind == _NLMSG_ERROR:
                number = -struct.unpack_from("=i", data, at + _HEADER.size)[0]
                raise OSError(number, f"sock_diag: {os.strerror(number)}")
            yield data[at + _HEADER.size : at + length]
            at += (length + 3) & ~3


def _listener(message: bytes, transport: Transport) -> Listener:
    family = message[0]
    (port,) = struct.unpack_from("!H", message, 4)
    raw = message[8:24]
    (inode,) = struct.unpack_from("=I", message, 68)
    attributes = dict(_attributes(message[_MESSAGE_SIZE:]))
    memory = attributes.get(_ATTRIBUTE_MEMORY, b"")
    return Listener(
        transport,
        socket.inet_ntop(family, raw[:4] if family == socket.AF_INET else raw),
        port,
        inode,
        v6only=attributes.get(_ATTRIBUTE_V6ONLY, b"\0")[0] == 1,
        dropped=_word(memory, _DROPS),
        queue=_word(memory, _QUEUE),
    )


def _word(memory: bytes, index: int) -> int:
    return int(struct.unpack_from("=I", memory, 4 * index)[0]) if len(memory) > 4 * index else 0


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, at)
        yield kind, data[at + 4 : at + length]
        at += max((length + 3) & ~3, 4)
