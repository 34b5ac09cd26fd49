"""One TCP connection of a check: bytes in, events out.

Owns what is to be sent, what has arrived, and how it ended. All its reading and writing is done
from the loop. May not know how a connection is judged.
"""

from __future__ import annotations

import errno
import socket
import struct
from collections.abc import Callable

from harness.exchange.layer import Layer, ending_of
from harness.exchange.outbox import Outbox
from harness.exchange.rounds import BUFFER, READ, ROOM, TURN, WRITE, Address, Rounds
from harness.exchange.transcript import Data
from harness.exchange.words import duration, plural
from harness.model import Happening

Source = Callable[[int, int], bytes] | bytes

CHUNK = 256 << 10

_CUT = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN})


class StreamPeer:
    """A client of the program under test, made by ``Peers``.

    ``number`` counts the peers from 1. ``sent`` is the bytes that were taken, ``unsent`` those that wait;
    ``received`` is all that arrived and ``taken`` how far ``receive`` has used it up.
    ``ending`` is how the other side ended (``END``, ``RESET``, ``REFUSED``), ``CLOSED`` where this side was
    first, ``TIMEOUT`` where nothing came; that last is no end unless ``over`` is true: it goes when bytes come.
    ``ended_at`` is in seconds since the attempt began; for ``TIMEOUT`` it is how long nothing had come.
    ``failure`` is the error that broke the connection. ``layer`` is what its bytes pass through.
    """

    def __init__(self, rounds: Rounds, link: socket.socket, address: Address, layer: Layer) -> None:
        self.number = rounds.transcript.next_peer()
        self.address = address
        self.layer = layer
        self.connected = False
        self.sent = 0
        self.received = bytearray()
        self.taken = 0
        self.ending: Happening | None = None
        self.ended_at: float | None = None
        self.over = False
        self.failure: OSError | None = None
        self._rounds = rounds
        self._link = link
        self._outbox = Outbox()
        self._paused = False
        self._finishing = False
        self._finished = False
        self._broken = False  # nothing can be written any more
        self._left = False  # closed by this side
        self._heard_at = rounds.transcript.elapsed()

    # what a check does

    @property
    def unsent(self) -> int:
        """Bytes queued that were not taken yet."""
        return self._outbox.size

    def send(self, data: Data) -> None:
        """Queue ``data`` and write what can be written now. Where the connection broke, it stays unsent."""
        if self._left or self._finishing:
            raise RuntimeError(f"peer {self.number} has ended its side and cannot send")
        self._outbox.push(data)
        self._go_on()

    def flush(self, limit: float | None = None) -> bool:
        """Wait until all is written, reading meanwhile unless paused; whether it is."""
        if not self._rounds.wait(lambda: not self.unsent or self._broken, limit):
            self._note(Happening.TIMEOUT, note=f"{plural(self.unsent, 'byte')} not yet taken")
        return not self.unsent

    def receive(self, count: int, limit: float | None = None, enough: Callable[[], bool] = lambda: False) -> bytes:
        """Wait for ``count`` more bytes, for ``enough``, an end, or the time limit; what there is, up to ``count``.

        Takes a paused peer out of its pause.
        """
        due = self.taken + count
        self._listen(lambda: len(self.received) >= due or enough(), limit)
        return self._take(due)

    def receive_to_end(self, limit: float | None = None) -> bytes:
        """Wait for the end or the time limit; all that was not taken before."""
        self._listen(lambda: False, limit)
        return self._take(len(self.received))

    def half_close(self) -> None:
        """End the sending side once all that is queued has been written."""
        self._finishing = True
        self._go_on()

    def pause(self) -> None:
        """Stop reading, so that the kernel's buffers fill; writing goes on, and so does a handshake."""
        self._paused = True
        self._rounds.update(self)

    def resume(self) -> None:
        """Read again."""
        self._paused = False
        self._rounds.update(self)

    def send_until_stalled(self, source: Source, most: int, quiet: float = 0.5, limit: float | None = None) -> int:
        """Write without reading until nothing was taken for ``quiet`` seconds or ``most`` bytes are out.

        ``source`` is bytes, or gives ``count`` bytes from ``offset`` of what is to be sent. Returns how many were
        taken; what was not is forgotten. A program that takes a little all the time is left after ``limit`` seconds.
        """
        piece = source if callable(source) else lambda offset, count: source[offset : offset + count]
        until = self._elapsed() + (self._rounds.limit if limit is None else limit)
        paused, begin, queued, stalled = self._paused, self.sent + self.unsent, 0, False
        self.pause()
        while not (self._broken or stalled):
            due = min(CHUNK, most - queued)
            if due and self.unsent < CHUNK and (data := piece(queued, due)):
                self.send(data)
                queued += len(data)
            elif not self.unsent:
                break
            stalled = bool(self.unsent) and not self._moves(min(quiet, until - self._elapsed()))
        out = max(0, self.sent - begin)
        self._outbox.drop_last(queued - out)
        if stalled:
            self._note(Happening.STALLED, offset=self.sent, note=f"{plural(out, 'byte')} taken")
        self._paused = paused
        self._rounds.update(self)
        return out

    def close(self) -> None:
        """Close politely: what has arrived is read first, or the kernel would send a reset.

        What is still unsent is lost.
        """
        if not self._left:
            if self.connected and not self.over:
                self._read()
            if not self._broken:
                self.layer.part()
            self._leave(Happening.CLOSED)

    def reset(self) -> None:
        """Close by a reset: the other side loses what is in flight."""
        if not self._left:
            if self.connected:
                self._link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._leave(Happening.RESET_SENT)

    # what the loop does

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._link.fileno()

    def wanted(self) -> int:
        """What this peer waits for."""
        if self._left or (self.over and self._broken):
            return 0
        if not self.connected:
            return WRITE
        reads = not ((self._paused and self.layer.takes) or self.over or self._rounds.full)
        writes = ((self._outbox.size and self.layer.takes) or self.layer.unwritten) and not self._broken
        return READ * reads | WRITE * bool(writes)

    def ready(self, events: int) -> None:
        """Connect, read or write as far as it goes."""
        if not self.connected:
            self.settle(self._link.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            return
        if events & READ and not self.over:
            self._read(TURN)
        if events & WRITE or self.layer.unwritten:
            self._write()

    def settle(self, error: int) -> None:
        """The connection request was answered: 0, or the ``errno`` of why there is none."""
        if not error and self._link.getsockname()[:2] == self.address:
            error = errno.ECONNREFUSED  # nobody listens, and the kernel joined the port to itself
        if error and error not in _CUT:
            self._fail(OSError(error, errno.errorcode.get(error, "")))
            self._shut()
            return
        self.connected = True
        self._heard_at = self._elapsed()
        self._note(Happening.CONNECTED, note=f"{self.address[0]} port {self.address[1]}")
        if error:
            self._break(OSError(error, errno.errorcode.get(error, "")))
        else:
            self._write()

    def give_up(self, limit: float) -> None:
        """The connection request was not answered for ``limit`` seconds."""
        self._end(Happening.TIMEOUT, note=f"no answer to the connection request for {duration(limit)}")
        self._shut()

    # bytes

    def _go_on(self) -> None:
        if self.connected:
            self._write()
        self._rounds.update(self)

    def _write(self) -> None:
        if self._broken:
            return
        try:
            if self.layer.unwritten:
                self.layer.write(memoryview(b""))
            while self._outbox.size:
                chunk = self._outbox.first()
                taken = self.layer.write(chunk)
                self._count(chunk[:taken])
                if taken < len(chunk):
                    return
            if self._finishing and not self._finished and self.layer.takes:
                self.layer.end()
                self._finished = True
                self._note(Happening.HALF_CLOSED, offset=self.sent)
        except OSError as error:
            self._break(error)
        self._hear()

    def _count(self, data: memoryview) -> None:
        if data:
            self._rounds.transcript.add(Happening.SENT, self.number, data, offset=self.sent)
            self._outbox.drop_first(len(data))
            self.sent += len(data)

    def _moves(self, quiet: float) -> bool:
        before = self.sent
        return self._rounds.wait(lambda: self.sent > before or self._broken, quiet)

    def _read(self, most: int = ROOM) -> None:
        rounds, due = self._rounds, len(self.received) + most
        came: int | None = BUFFER
        while came and (self.layer.unread or (came == BUFFER and len(self.received) < due)) and not rounds.full:
            try:
                came = self.layer.read(rounds.buffer[: rounds.room])
            except OSError as error:
                self._fail(error)
                return
            self._hear()
            if came:
                self._arrive(rounds.buffer[:came])
            elif came == 0 and not self._broken:
                # after a failed write the kernel reports an end that the other side never sent
                self._end(Happening.END)

    def _arrive(self, data: memoryview) -> None:
        self._rounds.transcript.add(Happening.RECEIVED, self.number, data, offset=len(self.received))
        self.received += data
        self._heard_at = self._elapsed()
        self._forgive()
        self._rounds.hold(len(data))

    def _take(self, due: int) -> bytes:
        due = min(due, len(self.received))
        with memoryview(self.received) as view:
            data = bytes(view[self.taken : due])
        self.taken = due
        return data

    def _hear(self) -> None:
        for kind, note in self.layer.news():
            self._note(kind, note=note)

    # ends

    def _listen(self, enough: Callable[[], bool], limit: float | None) -> None:
        self._forgive()
        self.resume()
        if not self._rounds.wait(lambda: enough() or self.over or self._rounds.full, limit):
            self.ending, self.ended_at = Happening.TIMEOUT, self._elapsed() - self._heard_at
            waited = self._rounds.limit if limit is None else limit
            self._note(Happening.TIMEOUT, offset=len(self.received), note=f"waited {duration(waited)}")

    def _forgive(self) -> None:
        if self.ending is Happening.TIMEOUT and not self.over:
            self.ending = self.ended_at = None

    def _break(self, error: OSError) -> None:
        """Writing failed; what arrived before can still be had."""
        self._broken = True
        ended = self.over
        if not ended:
            self._read()
        if ended or not self.over:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        self._hear()
        self.failure = error
        self._broken = True
        kind, note = ending_of(error)
        self._end(kind if self.connected or kind is Happening.TIMEOUT else Happening.REFUSED, note)

    def _end(self, kind: Happening, note: str = "") -> None:
        self._note(kind, offset=len(self.received), note=note)
        self._mark(kind)

    def _mark(self, kind: Happening) -> None:
        if not self.over:
            since = self._heard_at if kind is Happening.TIMEOUT else 0.0
            self.ending, self.ended_at, self.over = kind, self._elapsed() - since, True

    def _leave(self, kind: Happening) -> None:
        self._hear()
        self._left = True
        self._shut()
        if self.connected:
            self._note(kind)
        self._mark(Happening.CLOSED)

    def _shut(self) -> None:
        self._broken = True
        if self._link.fileno() >= 0:
            self._rounds.dismiss(self, len(self.received))
            self._link.close()

    def _elapsed(self) -> float:
        return self._rounds.transcript.elapsed()

    def _note(self, kind: Happening, *, offset: int = 0, note: str = "") -> None:
        self._rounds.transcript.add(kind, self.number, offset=offset, note=note)
