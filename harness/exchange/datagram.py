"""One UDP socket of a check: datagrams in, datagrams out, and the refusals that ICMP reports.

Owns the queue of what is to be sent and what has arrived from whom. The socket is not connected,
so that an answer from the wrong address is seen. May not know how an answer is judged.
"""

from __future__ import annotations

import dataclasses
import errno
import socket
import struct
from collections import deque

from harness.exchange.rounds import READ, WRITE, Address, Rounds
from harness.exchange.transcript import Data
from harness.exchange.words import duration
from harness.model import Happening

BUFFER = 4 << 20  # asked for; the kernel gives what it allows
TURN = 256  # datagrams read before others have their turn and the time is looked at
OVERHEAD = 256  # bytes that a datagram costs beside its content

# Linux's numbers, which the socket module does not name
_RECVERR = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}
_MSG_ERRQUEUE = 0x2000
_SO_MEMINFO, _MEMINFO_DROPS = 55, 8


@dataclasses.dataclass(frozen=True)
class Datagram:
    """One datagram that arrived: its bytes, who sent it, when (seconds since the attempt began)."""

    data: bytes
    address: Address
    at: float


class DatagramPeer:
    """A client of the program under test, made by ``Peers``.

    ``sent`` and ``refused`` count datagrams: those the kernel took, those that ICMP said nobody was there for.
    ``received`` is all that arrived, from anywhere, and ``taken`` how many ``receive`` has handed out.
    """

    def __init__(self, rounds: Rounds, link: socket.socket, address: Address) -> None:
        self.number = rounds.transcript.next_peer()
        self.address = address
        self.sent = 0
        self.refused = 0
        self.received: list[Datagram] = []
        self.taken = 0
        self._rounds = rounds
        self._link = link
        self._outbox: deque[bytes] = deque()
        self._bytes_sent = 0
        self._bytes_received = 0
        self._answered = 0
        self._closed = False
        if link.family in _RECVERR:
            link.setsockopt(*_RECVERR[socket.AddressFamily(link.family)], 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        link.bind(("::" if link.family == socket.AF_INET6 else "0.0.0.0", 0))  # noqa: S104 answers may come from anywhere

    # what a check does

    @property
    def local(self) -> Address:
        """The address and port this socket is bound to."""
        host, port = self._link.getsockname()[:2]
        return host, port

    @property
    def dropped(self) -> int:
        """Datagrams that the kernel dropped because this socket's buffer was full."""
        size = 4 * (_MEMINFO_DROPS + 1)
        counts = self._link.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, size)
        return int(struct.unpack(f"={_MEMINFO_DROPS + 1}I", counts)[_MEMINFO_DROPS])

    def send(self, data: Data = b"") -> None:
        """Send one datagram, of 65,507 bytes at most (``OSError`` above that)."""
        if self._closed:
            raise RuntimeError(f"peer {self.number} is closed and cannot send")
        self._outbox.append(bytes(data))
        self._write()
        self._rounds.update(self)

    def receive(self, count: int = 1, limit: float | None = None) -> list[Datagram]:
        """Wait for ``count`` more datagrams or the time limit; what there is, up to ``count``.

        A refusal counts as one, since nothing will come in its place.
        """
        due = self._answered + count
        if not self._rounds.wait(lambda: self._answers >= due or self._closed or self._rounds.full, limit):
            waited = self._rounds.limit if limit is None else limit
            self._note(Happening.TIMEOUT, note=f"waited {duration(waited)}")
        came = self.received[self.taken : self.taken + count]
        self.taken += len(came)
        self._answered = min(due, self._answers)
        return came

    def close(self) -> None:
        """Close the socket; answers that come later are refused by the kernel."""
        if not self._closed:
            self._closed = True
            self._rounds.dismiss(self, self._held)
            self._link.close()
            self._note(Happening.CLOSED)

    def reset(self) -> None:
        """The same as ``close``: a datagram socket has no connection to reset."""
        self.close()

    # what the loop does

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._link.fileno()

    def wanted(self) -> int:
        """What this peer waits for."""
        if self._closed:
            return 0
        return READ * (not self._rounds.full) | WRITE * bool(self._outbox)

    def ready(self, events: int) -> None:
        """Read refusals and datagrams, and write what waited."""
        self._read_refusals()
        if events & READ:
            self._read()
        if events & WRITE:
            self._write()

    # datagrams

    def _write(self) -> None:
        while self._outbox:
            data = self._outbox.popleft()
            try:
                self._send(data)
            except BlockingIOError:
                self._outbox.appendleft(data)
                return

    def _send(self, data: bytes) -> None:
        try:
            self._link.sendto(data, self.address)
        except ConnectionRefusedError:
            # an earlier datagram's refusal is reported in place of sending this one
            self._read_refusals()
            self._link.sendto(data, self.address)
        self.sent += 1
        self._note(Happening.SENT, data, offset=self._bytes_sent, note=f"datagram {self.sent:,}")
        self._bytes_sent += len(data)

    def _read(self) -> None:
        for _ in range(TURN):
            if self._rounds.full:
                return
            try:
                count, source = self._link.recvfrom_into(self._rounds.buffer)
            except BlockingIOError:
                return
            except OSError:
                self._read_refusals()
                continue
            data = bytes(self._rounds.buffer[:count])
            host, port = source[:2]
            self.received.append(Datagram(data, (host, port), self._rounds.transcript.elapsed()))
            sender = "" if (host, port) == self.address else f" from {host} port {port}"
            note = f"datagram {len(self.received):,}{sender}"
            self._note(Happening.RECEIVED, data, offset=self._bytes_received, note=note)
            self._bytes_received += count
            self._rounds.hold(count + OVERHEAD)

    def _read_refusals(self) -> None:
        while True:
            try:
                _, errors, _, _ = self._link.recvmsg(1, 512, _MSG_ERRQUEUE)
            except BlockingIOError:
                return
            if any(struct.unpack_from("=I", error)[0] == errno.ECONNREFUSED for _, _, error in errors):
                self.refused += 1
                self._note(Happening.REFUSED, note="port unreachable")

    @property
    def _answers(self) -> int:
        return len(self.received) + self.refused

    @property
    def _held(self) -> int:
        return self._bytes_received + OVERHEAD * len(self.received)

    def _note(self, kind: Happening, data: bytes = b"", *, offset: int = 0, note: str = "") -> None:
        self._rounds.transcript.add(kind, self.number, data, offset=offset, note=note)
