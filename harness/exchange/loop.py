"""Peers: the clients of one check, all driven by one loop.

Owns how a connection is begun and what is told when there is none. May not know what is said on it.
"""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress

from harness.errors import HarnessError
from harness.exchange.datagram import DatagramPeer
from harness.exchange.layer import LayerMaker, Plain
from harness.exchange.rounds import Address, Rounds
from harness.exchange.stream import StreamPeer
from harness.exchange.unmet import Unmet
from harness.exchange.words import duration, sentence
from harness.model import Happening

__all__ = ["Address", "DatagramPeer", "Peers", "StreamPeer"]

CONNECT_LIMIT = 8.0  # a full backlog drops the first SYNs; they are sent again after 1 s and 3 s

_ANSWERS = frozenset(
    {errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN}
)


class Peers(Rounds):
    """The clients of one check, over one transcript."""

    def connect(
        self,
        address: Address,
        *,
        receive_buffer: int | None = None,
        segment: int | None = None,
        source: str | None = None,
        limit: float | None = None,
        layer: LayerMaker = Plain,
    ) -> StreamPeer:
        """Connect to ``address`` and wait until it is done, 8 s at least unless ``limit`` says otherwise.

        ``receive_buffer`` is the size asked of the kernel, in bytes, ``segment`` the most that the program's kernel
        may send at once, where this one lets itself be told; ``source`` the host address to connect from.
        Raises ``Unmet`` where there is no connection; it is ``late`` where nothing answered.
        """
        limit = max(self.limit, CONNECT_LIMIT) if limit is None else limit
        peer = self.open(address, receive_buffer=receive_buffer, segment=segment, source=source, layer=layer)
        self.wait(lambda: peer.connected or peer.over, limit)
        if not (peer.connected or peer.over):
            peer.give_up(limit)
        if not peer.connected:
            raise _no_connection(peer, limit)
        return peer

    def open(
        self,
        address: Address,
        *,
        receive_buffer: int | None = None,
        segment: int | None = None,
        source: str | None = None,
        layer: LayerMaker = Plain,
    ) -> StreamPeer:
        """Begin to connect and return at once; ``connected`` and ``ending`` of the peer tell what came of it.

        Raises ``HarnessError`` where the machine itself cannot: no descriptors, no ports, no such address.
        """
        link = _socket(address, socket.SOCK_STREAM)
        try:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if receive_buffer is not None:
                link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            if segment is not None:
                with suppress(OSError):  # macOS takes none above its default
                    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, segment)
            if source is not None:
                link.bind((source, 0))
            error = link.connect_ex(address)
            if error not in _ANSWERS | {0, errno.EINPROGRESS}:
                raise OSError(error, os.strerror(error))
        except OSError as trouble:
            link.close()
            raise _machine_trouble(trouble, address) from trouble
        peer = StreamPeer(self, link, address, layer(link))
        if error != errno.EINPROGRESS:
            peer.settle(error)
        if peer.connected or not peer.over:
            self.admit(peer)
        return peer

    def datagram(self, address: Address) -> DatagramPeer:
        """A socket of its own for datagrams to and from ``address``.

        Raises ``HarnessError`` where the machine has none.
        """
        link = _socket(address, socket.SOCK_DGRAM)
        try:
            peer = DatagramPeer(self, link, address)
        except OSError as trouble:
            link.close()
            raise _machine_trouble(trouble, address) from trouble
        self.admit(peer)
        return peer


def _socket(address: Address, kind: socket.SocketKind) -> socket.socket:
    try:
        link = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, kind)
    except OSError as trouble:
        raise _machine_trouble(trouble, address) from trouble
    link.setblocking(False)
    return link


def _machine_trouble(trouble: OSError, address: Address) -> HarnessError:
    cures = {
        errno.EMFILE: "Allow more open files (ulimit -n).",
        errno.EADDRNOTAVAIL: "Check that this machine has that address and free ports.",
        errno.EAFNOSUPPORT: "Check that this machine has IPv6.",
    }
    what = f"This machine could not open a socket to {address[0]} port {address[1]}: {trouble.strerror}."
    return HarnessError(what, cures.get(trouble.errno or 0, "Run wireproof doctor."))


def _no_connection(peer: StreamPeer, limit: float) -> Unmet:
    host, port = peer.address
    code = peer.failure.errno if peer.failure else None
    if code is None or peer.ending is Happening.TIMEOUT:
        observed = f"no answer to the connection request within {duration(limit)}"
    elif code == errno.ECONNREFUSED:
        observed = f"connection refused at {duration(peer.ended_at or 0)}"
    else:
        observed = f"no way to that address: {os.strerror(code).lower()}"
    return Unmet(
        sent=f"A connection request to {host} port {port}.",
        expected="A connection.",
        observed=sentence(observed),
        late=peer.ending is Happening.TIMEOUT,
    )
