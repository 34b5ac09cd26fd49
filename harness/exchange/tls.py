"""TLS between a peer and its socket: records over two memory BIOs, moved by whoever drives the socket.

Owns one session: handshake, alerts, close_notify. Contexts are made here too, from PEM. May not know of
loops, limits or checks. At most one record waits to be written: back-pressure reaches whoever writes.
"""

from __future__ import annotations

import socket
import ssl
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress

from harness.exchange import alerts
from harness.exchange.layer import Broken, News
from harness.model import Happening

RECORD = 16 << 10
_PIECE = 64 << 10
_RECORD_HEADER = 5
_HANDSHAKE = 22


def client_context(*, trust: bytes | None, offer: bytes = b"", only: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """A client that trusts the authorities in ``trust`` and checks names, or trusts everybody (None).

    ``offer`` is its own key and certificates, if it has any; ``only`` the one version that it speaks.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # some releases of Python set it for every context (Debian's 3.11.2): a bare FIN passed for a close_notify
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    if trust is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_verify_locations(cadata=trust.decode())
    context.minimum_version = only or ssl.TLSVersion.TLSv1_2
    context.maximum_version = only or ssl.TLSVersion.MAXIMUM_SUPPORTED
    present(context, offer)
    return context


def server_context(credential: bytes, *, only: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """A server that presents ``credential``, key and certificates, and speaks 1.2 and 1.3, or ``only`` one version."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = only or ssl.TLSVersion.TLSv1_2
    context.maximum_version = only or ssl.TLSVersion.MAXIMUM_SUPPORTED
    # a client that shuts down its socket alone has ended its side too, and is still answered
    context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF
    # tickets are bytes in a client's receive queue, and no part of an answer
    context.num_tickets = 0
    present(context, credential)
    return context


def present(context: ssl.SSLContext, offer: bytes) -> None:
    """Have ``context`` present the key and the certificates in ``offer``, which may be empty."""
    if offer:
        with tempfile.NamedTemporaryFile(prefix="wireproof-") as file:  # ssl takes them from files only
            file.write(offer)
            file.flush()
            context.load_cert_chain(file.name)


def tls(context: ssl.SSLContext, name: str | None = None) -> Callable[[socket.socket], Tls]:
    """A maker of layers for clients that ask for ``name`` (a host's name is sent, an address is not)."""

    def make(link: socket.socket) -> Tls:
        return Tls(link, context, name)

    return make


def tls_server(context: ssl.SSLContext) -> Callable[[socket.socket], Tls]:
    """A maker of layers for the server's side of connections."""

    def make(link: socket.socket) -> Tls:
        return Tls(link, context, None, serves=True)

    return make


def first_flight(context: ssl.SSLContext, name: str) -> bytes:
    """The ClientHello of such a client, for one that will not go on."""
    outgoing = ssl.MemoryBIO()
    with suppress(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=name).do_handshake()
    return outgoing.read()


class Tls:
    """A client's side of one session, or a server's where it ``serves``.

    ``done`` tells that the handshake is complete; ``version`` and ``cipher`` then say what was agreed and
    ``certificate`` is the leaf that was presented, in DER. ``alert`` is the standard name of the alert that
    came, ``alert_sent`` of the one that went. ``opening`` is the beginning of what came. ``notified`` tells that
    the stream ended by a close_notify: an end without one may have cut it short.
    """

    def __init__(self, link: socket.socket, context: ssl.SSLContext, name: str | None, *, serves: bool = False) -> None:
        self.done = False
        self.version = self.cipher = ""
        self.certificate: bytes | None = None
        self.alert: str | None = None
        self.alert_sent: str | None = None
        self.opening = b""
        self.notified = False
        self._link = link
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._session = context.wrap_bio(self._incoming, self._outgoing, server_side=serves, server_hostname=name)
        self._rest = memoryview(b"")  # of the outgoing records, what the kernel has not taken yet
        self._greets = True  # ``write`` is to be called: to begin, and once the handshake is done
        self._ended = False  # our side
        self._outcome: int | OSError | None = None  # how theirs ended, once it did
        self._news: list[News] = []

    @property
    def spoken(self) -> bool:
        """Whether the other side began as TLS begins, as far as it said anything."""
        return self.opening[:1] in {b"", bytes([_HANDSHAKE])}

    # the seam

    @property
    def takes(self) -> bool:
        """Data can follow a handshake only."""
        return self.done

    @property
    def unwritten(self) -> bool:
        """Records wait, or the handshake has got to a point where something is due."""
        return self._greets or bool(self._rest) or self._outgoing.pending > 0

    @property
    def unread(self) -> bool:
        """The end was met behind data that are delivered first, or the session has more than was asked for."""
        return self._outcome is not None or self._incoming.pending > 0 or self._session.pending() > 0

    def write(self, data: memoryview) -> int:
        """Take one record after the other, each only when the kernel has taken the one before."""
        self._greets = False
        if not self.done and self._outcome is None:
            self._advance()
        taken = 0
        while self._flush() and taken < len(data) and self.done:
            try:
                taken += self._session.write(data[taken : taken + RECORD])
            except ssl.SSLError as error:
                self._outcome = self._broken(error)
                raise self._outcome from error
        return taken

    def read(self, buffer: memoryview) -> int | None:
        """Decrypt what arrived; how the stream ended is told after all that came before."""
        filled = 0
        while filled < len(buffer) and self._outcome is None:
            got = self._decrypt(buffer[filled:])
            if got is not None:
                filled += got
            elif not self._pull():
                break
        if filled or self._outcome is None:
            return filled or None
        if isinstance(self._outcome, OSError):
            raise self._outcome
        if self.notified:
            self._tell(Happening.CLOSE_NOTIFY)
        return 0

    def end(self) -> None:
        """Send a close_notify: ours is the sending side alone, and reading goes on."""
        if self._ended or not self.done:
            return
        self._ended = True
        # it sends ours and looks for theirs, which is not there yet: ``read`` leaves no whole record behind
        with suppress(ssl.SSLError):
            self._session.unwrap()
        self._tell(Happening.CLOSE_NOTIFY_SENT)
        self._flush()

    def part(self) -> None:
        """Send a close_notify if there is a session to close."""
        if not isinstance(self._outcome, OSError):
            with suppress(OSError):
                self.end()

    def news(self) -> Sequence[News]:
        """Handshake, alerts and close_notify, in their order."""
        news, self._news = self._news, []
        return news

    # the session

    def _decrypt(self, buffer: memoryview) -> int | None:
        """One record's data, 0 where only the handshake or the end advanced, None if more must arrive first."""
        try:
            if not self.done:
                return 0 if self._advance() else None
            # with a buffer it returns a count, which typeshed does not know
            got: int = self._session.read(len(buffer), buffer)  # type: ignore[assignment]
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            self.notified, self._outcome = True, 0
            return 0
        except ssl.SSLError as error:
            self._outcome = 0 if _is_end(error) else self._broken(error)
            return 0
        if not got:
            self.notified, self._outcome = True, 0
        return got

    def _advance(self) -> bool:
        """Carry the handshake on; whether it came to an end, of either kind."""
        try:
            self._session.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as error:
            self._outcome = 0 if _is_end(error) else self._broken(error)
        else:
            self.done = self._greets = True
            self.version = self._session.version() or ""
            self.cipher = (self._session.cipher() or ("",))[0]
            self.certificate = self._session.getpeercert(binary_form=True)
            self._tell(Happening.HANDSHAKE, f"{self.version}, {self.cipher}")
        return True

    def _broken(self, error: ssl.SSLError) -> Broken:
        """What an error of the session means for the connection; our alert of it is sent, if there is one."""
        self._rest = memoryview(bytes(self._rest) + self._outgoing.read())
        clear = alerts.from_record(bytes(self._rest))
        with suppress(OSError):
            self._flush()
        self.alert = alerts.from_reason(error.reason)
        if self.alert is not None:
            return Broken(Happening.ALERT, self.alert)
        if isinstance(error, ssl.SSLCertVerificationError):
            self.alert_sent = clear or alerts.for_certificate(error.verify_code)
            return Broken(Happening.ALERT_SENT, f"{self.alert_sent} ({error.verify_message})")
        self.alert_sent = clear
        return Broken(Happening.NOT_TLS, (error.reason or str(error)).lower().replace("_", " "))

    def _tell(self, kind: Happening, note: str = "") -> None:
        self._news.append((kind, note))

    # bytes

    def _pull(self) -> bool:
        """Move what arrived into the session, or its end; whether there was either."""
        with suppress(OSError):  # where the other side has gone, reading still gives what it said last
            self._flush()
        try:
            data = self._link.recv(_PIECE)
        except BlockingIOError:
            return False
        except OSError as error:
            self._outcome = error
            return True
        if data:
            self.opening = self.opening or data[:_RECORD_HEADER]
            self._incoming.write(data)
            self._acknowledge()
        else:
            self._incoming.write_eof()
        return True

    def _acknowledge(self) -> None:
        """Have the kernel acknowledge at once: a server's answer waits 40 ms behind its session tickets otherwise."""
        if hasattr(socket, "TCP_QUICKACK"):  # Linux; it holds for a while only
            with suppress(OSError):
                self._link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _flush(self) -> bool:
        """Hand records to the kernel; whether it took them all."""
        while self._rest or self._outgoing.pending:
            if not self._rest:
                self._rest = memoryview(self._outgoing.read())
            try:
                sent = self._link.send(self._rest)
            except BlockingIOError:
                return False
            self._rest = self._rest[sent:]
        return True


def _is_end(error: ssl.SSLError) -> bool:
    """Whether an error of a session says that the stream has ended; Python 3.11.2 has no class of its own for it."""
    return isinstance(error, ssl.SSLEOFError) or error.reason == "UNEXPECTED_EOF_WHILE_READING"
