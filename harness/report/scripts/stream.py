"""The client side of a recorded exchange over TCP, done again: what was sent must come back.

Owns the connections of a script and what is due on each. May not know where the record comes from: a script hands it
over as ``steps``.
"""

from __future__ import annotations

import select
import signal
import socket
import struct
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from harness.report.scripts.program import LIMIT, Flaw, Program, message

# seconds: without progress until no more is sent, in which something wrong may still come, in which a program may see
# that a client has left; in a more patient try, those by which a pause is longer, and those by which the steps are
# drawn apart, all together and each
STALL, LOOK, GONE = 0.5, 0.3, 0.1
LONGER, APART, MOST_APART = 0.2, 1.0, 0.2
LEAVING = {"reset", "close", "leave"}
MUCH = 64 << 10
SMALL_BUFFER, SMALL_SEGMENT = 4096, 1460
PIECE = 1 << 18


class Peer:
    """One client: what it has sent, what has come back, and how the connection ended."""

    def __init__(self, number: int, address: tuple[str, int], lines: bool, much: bool) -> None:
        self.number, self.lines = number, lines
        self.sent, self.received, self.queue = bytearray(), bytearray(), bytearray()
        self.reads, self.finishing, self.shut, self.connected = True, False, False, False
        self.over = ""
        self.link = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
        if much:
            self.link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            with suppress(OSError):
                self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALL_SEGMENT)
        self.link.setblocking(False)
        self.link.connect_ex(address)

    def step(self, events: int) -> None:
        """Connect, write and read as far as it goes."""
        try:
            if not self.connected:
                self._settle()
            if events & select.POLLOUT:
                self._write()
            if events & (select.POLLIN | select.POLLHUP | select.POLLERR) and not self.over:
                self._read()
        except BlockingIOError:
            pass
        except ConnectionRefusedError:
            self.over = "the connection was refused"
        except OSError as error:
            self.over = "a reset" if isinstance(error, ConnectionError) else str(error)

    def _settle(self) -> None:
        error = self.link.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, "the connection was not made")
        self.connected = True
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _write(self) -> None:
        while self.queue:
            count = self.link.send(self.queue[:PIECE])
            self.sent += self.queue[:count]
            del self.queue[:count]
        if self.finishing and not self.shut:
            self.link.shutdown(socket.SHUT_WR)
            self.shut = True

    def _read(self) -> None:
        data = self.link.recv(PIECE)
        self.received += data
        if not data:
            self.over = "end of stream"

    def leave(self) -> None:
        """It goes."""
        self.link.close()

    @property
    def wanted(self) -> int:
        """The events it waits for."""
        if self.over or self.link.fileno() < 0:
            return 0
        writes = not self.connected or self.queue or (self.finishing and not self.shut)
        return (select.POLLIN if self.reads else 0) | (select.POLLOUT if writes else 0)

    @property
    def due(self) -> int:
        """How many bytes must have come back by now; of lines only whole ones, until the client has ended its side."""
        return self.sent.rfind(b"\n") + 1 if self.lines and not self.shut else len(self.sent)

    @property
    def served(self) -> bool:
        """Whether there is nothing left to wait for."""
        whole = len(self.received) >= self.due and not self.queue
        return bool(self.over) or (whole and not self.finishing)

    def problem(self) -> str:
        """What is wrong with what has come, in a sentence; empty where nothing is."""
        ended = f"then {self.over}" if self.over else f"then nothing more for {LIMIT:.0f} s"
        who = f"Client {self.number}:"
        if self.sent[: len(self.received)] != self.received[: len(self.sent)]:
            pairs = enumerate(zip(self.sent, self.received, strict=False))
            wrong = next(at for at, (due, came) in pairs if due != came)
            return f"{who} byte {wrong} was {self.received[wrong]:#04x}, and {self.sent[wrong]:#04x} was due."
        if len(self.received) > len(self.sent):
            return f"{who} {len(self.received) - len(self.sent)} bytes came that it had not sent."
        if len(self.received) < self.due:
            return f"{who} {len(self.received)} of {self.due} bytes came back, {ended}."
        if self.finishing and self.over != "end of stream":
            return f"{who} all came back; no end of stream after it, {ended}."
        if self.over and not self.finishing:
            return f"{who} all came back, {ended}, which the client had not asked for."
        return ""


class Exchange:
    """Carries out steps, one after the other, over as many clients as they name.

    ``patience`` is 1 where all goes as fast as it was recorded. With more, a program that is slow to see what has come
    and who has left is given longer.
    """

    def __init__(
        self, host: str, port: int, lines: bool, program: Program | None, patience: int = 1, form: bytes = b"%07d-"
    ) -> None:
        self.host, self.port, self.lines, self.program, self.patience = host, port, lines, program, patience
        self.form = form
        self.peers: dict[int, Peer] = {}
        self.silent: list[Peer] = []
        self.stopped = False

    def make(self, number: int, address: tuple[str, int], lines: bool, much: bool) -> Peer:
        """A client of the kind that this server has."""
        return Peer(number, address, lines, much)

    def run(self, steps: Sequence[tuple[Any, ...]]) -> None:
        """Do all of ``steps``. Raises ``Flaw``."""
        apart, left = (self.patience - 1) * min(APART / len(steps), MOST_APART), False
        try:
            for name, *facts in steps:
                self.wait(lambda: False, apart)
                if left and name == "connect":
                    self.pause(GONE)
                left = name in LEAVING or (left and name != "connect")
                getattr(self, name)(*facts)
            self.pause(LOOK)
            self._judge()
        finally:
            # before a program is ended: else its port would wait for what is still on its way
            self.leave()

    def _judge(self) -> None:
        for peer in self.peers.values():
            # what nobody waited for is not asked for; what came must be right all the same
            if len(peer.received) > len(peer.sent) or peer.sent[: len(peer.received)] != peer.received:
                raise Flaw(peer.problem())

    def wait(self, enough: Callable[[], bool], limit: float) -> bool:
        """Serve all clients until ``enough`` or the time is up; whether it was enough."""
        end = time.monotonic() + limit
        while not enough():
            left = end - time.monotonic()
            if left <= 0:
                return False
            poll, at = select.poll(), {}
            for peer in self.peers.values():
                if peer.wanted:
                    poll.register(peer.link, peer.wanted)
                    at[peer.link.fileno()] = peer
            for descriptor, events in poll.poll(min(left, 0.1) * 1000):
                at[descriptor].step(events)
        return True

    def connect(self, number: int, host: str = "", much: bool = False) -> None:
        """A client comes."""
        peer = self.peers[number] = self.make(number, (host or self.host, self.port), self.lines, much)
        if not self.wait(lambda: peer.connected or self.stopped or bool(peer.over), LIMIT):
            raise Flaw(f"Client {number}: no connection within {LIMIT:.0f} s.")
        if peer.over:
            raise Flaw(f"Client {number}: {peer.over}.")

    def send(self, number: int, head: bytes, size: int = 0, tail: bytes = b"") -> None:
        """It sends ``size`` bytes that begin with ``head`` and end with ``tail``; many are sent without reading."""
        peer = self.peers[number]
        peer.queue += message(head, size, tail, self.form)
        if len(peer.queue) < MUCH:
            self.wait(lambda: not peer.queue or bool(peer.over), LIMIT)
            return
        peer.reads = False
        while peer.queue and not peer.over:
            before = len(peer.queue)
            if not self.wait(lambda: len(peer.queue) < before or bool(peer.over), STALL * self.patience):  # noqa: B023 - it ends before the next turn
                # where nothing more is taken, the rest is not sent
                peer.queue = bytearray(b"\n" if self.lines else b"")
                break

    def half_close(self, number: int) -> None:
        """It ends its sending side."""
        self.peers[number].finishing = True
        self.wait(lambda: self.peers[number].shut or bool(self.peers[number].over), STALL)

    def receive(self, number: int) -> None:
        """It waits for what is due to it. Raises ``Flaw`` where that does not come, or something else does."""
        peer = self.peers[number]
        peer.reads = True
        while not peer.served:
            before = len(peer.received), len(peer.queue)
            if not self.wait(lambda: peer.served or (len(peer.received), len(peer.queue)) != before, LIMIT):  # noqa: B023 - as above
                break
        if problem := peer.problem():
            raise Flaw(problem)

    def reset(self, number: int) -> None:
        """It leaves by a reset."""
        peer = self.peers.pop(number)
        peer.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        peer.link.close()

    def close(self, number: int) -> None:
        """It leaves."""
        self.peers.pop(number).leave()

    def pause(self, seconds: float) -> None:
        """Nobody says anything."""
        self.wait(lambda: False, seconds + LONGER * (self.patience - 1))

    def signal(self, number: int) -> None:
        """The program is stopped or goes on, where this script has started it."""
        if self.program:
            self.program.signal(number)
            self.stopped = number == signal.SIGSTOP

    def crowd(self, count: int) -> None:
        """``count`` clients come one after the other, are served, and stay; then all speak at once."""
        for number in range(1, count + 1):
            self.connect(number)
            self.send(number, b"client %d\n" % number)
            self.receive(number)
            # nothing is said to it meanwhile: thousands need not be asked at each turn
            self.silent.append(self.peers.pop(number))
        everybody = self.silent[-count:]
        self.peers.update({peer.number: peer for peer in everybody})
        for peer in everybody:
            peer.queue += b"client %d again\n" % peer.number
        for peer in everybody:
            self.receive(peer.number)
            del self.peers[peer.number]

    def leave(self) -> None:
        """All leave."""
        for peer in (*self.peers.values(), *self.silent):
            peer.leave()
        self.peers.clear()
        self.silent.clear()
