"""An echo server in one thread: a loop that waits until sockets are ready, and handlers that say what to do then.

    python event_loop.py

``HOST`` and ``PORT`` are taken from the environment: every address and 20000 by default. Serves TCP and, on the
same port and from the same loop, UDP. No handler ever waits: it does what can be done now and returns, so that
thousands of clients share one thread, and none of them can hold up the others.
"""

from __future__ import annotations

import os
import selectors
import socket
from contextlib import suppress

ANY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104 - a server is meant to be reached
READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

ONE_TURN = 64 * 1024  # bytes read from a client before the next one has its turn
MOST_PENDING = 256 * 1024  # bytes kept for a client that does not read; then nothing more is taken from it


class Handler:
    """One socket of the loop. The loop asks what it waits for, and calls it when that is there."""

    def __init__(self, sock: socket.socket) -> None:
        """Take over ``sock``, which must not block from now on."""
        self.sock = sock
        sock.setblocking(False)

    def wants_to_receive(self) -> bool:
        """Whether ``handle_receive`` is to be called once something has arrived."""
        return True

    def wants_to_send(self) -> bool:
        """Whether ``handle_send`` is to be called once something can be sent."""
        return False

    def handle_receive(self, loop: Loop) -> None:
        """Take what has arrived."""

    def handle_send(self, loop: Loop) -> None:
        """Send what can be sent."""


class Loop:
    """Waits for all sockets at once and calls the handlers of those that are ready.

    A ``selector`` is the operating system's list of what is waited for: epoll on Linux, kqueue on macOS. Unlike
    ``select.select`` it has no limit of 1,024 descriptors, and its cost does not grow with those that are silent.
    """

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()

    def add(self, handler: Handler) -> None:
        """Take a handler into the loop."""
        self.selector.register(handler.sock, READ, handler)

    def remove(self, handler: Handler) -> None:
        """Let a handler go, and close its socket."""
        self.selector.unregister(handler.sock)
        handler.sock.close()

    def run(self) -> None:
        """Serve for ever: each round gives every socket that is ready one turn."""
        while True:
            for key, events in self.selector.select():
                self.dispatch(key.data, events)

    def dispatch(self, handler: Handler, events: int) -> None:
        """Call one handler, and ask it anew what it waits for."""
        try:
            if events & READ:
                handler.handle_receive(self)
            elif events & WRITE:  # a socket that was ready for both still is in the next round
                handler.handle_send(self)
        except OSError:  # a client may vanish at any moment
            self.remove(handler)
        if handler.sock.fileno() >= 0:
            wanted = READ * handler.wants_to_receive() | WRITE * handler.wants_to_send()
            if wanted != self.selector.get_key(handler.sock).events:
                self.selector.modify(handler.sock, wanted, handler)


class TCPListener(Handler):
    """The listening socket: what it receives are new clients."""

    def handle_receive(self, loop: Loop) -> None:
        """Accept one client; if more are waiting, the next round brings them."""
        with suppress(OSError):  # one that has left before it was accepted
            client, _ = self.sock.accept()
            loop.add(TCPClient(client))


class TCPClient(Handler):
    """One client's connection. What it could not be sent yet is kept, and goes out when there is room."""

    def __init__(self, sock: socket.socket) -> None:
        """Begin with nothing to send."""
        super().__init__(sock)
        self.pending = bytearray()
        self.ended = False

    def wants_to_receive(self) -> bool:
        """Not after the client's end of stream, and not while it leaves unread what it was sent (back-pressure)."""
        return not self.ended and len(self.pending) < MOST_PENDING

    def wants_to_send(self) -> bool:
        """As long as anything is left to be sent."""
        return bool(self.pending)

    def handle_receive(self, loop: Loop) -> None:
        """Take what has arrived, and try at once to send it back."""
        data = self.sock.recv(ONE_TURN)
        self.pending += data
        self.ended = not data
        self.handle_send(loop)

    def handle_send(self, loop: Loop) -> None:
        """Send as much as the system takes, which may be a part or nothing; leave when all is done."""
        with suppress(BlockingIOError):
            if self.pending:
                del self.pending[: self.sock.send(self.pending)]
        if self.ended and not self.pending:
            loop.remove(self)


class UDPEcho(Handler):
    """The datagram socket: every datagram goes back to where it came from."""

    def handle_receive(self, loop: Loop) -> None:  # noqa: ARG002 - the others need the loop
        """Answer one datagram; where the answer cannot be sent now, it is lost, as datagrams may be."""
        with suppress(OSError):
            data, address = self.sock.recvfrom(ONE_TURN)
            self.sock.sendto(data, address)


def listen(host: str, port: int) -> list[Handler]:
    """Bind both sockets to ``host`` and ``port``; to both IPv4 and IPv6 if ``host`` means every address."""
    both = host in ANY_ADDRESS and socket.has_dualstack_ipv6()
    host = "::" if both else host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # sets SO_REUSEADDR: connections of an earlier run do not block the port
    stream = socket.create_server((host, port), family=family, backlog=128, dualstack_ipv6=both)
    datagram = socket.socket(family, socket.SOCK_DGRAM)
    if both:
        datagram.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    datagram.bind((host, stream.getsockname()[1]))
    return [TCPListener(stream), UDPEcho(datagram)]


def main() -> None:
    """Serve until interrupted."""
    loop = Loop()
    for handler in listen(os.environ.get("HOST", ""), int(os.environ.get("PORT", "20000"))):
        loop.add(handler)
    with suppress(KeyboardInterrupt):
        loop.run()


if __name__ == "__main__":
    main()
