"""Scripted servers and clients: what the peers of ``harness.exchange`` are tried on."""

from __future__ import annotations

import contextlib
import resource
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript

Address = tuple[str, int]
Script = Callable[[socket.socket], None]
Serve = Callable[..., Address]


class Server:
    """Accepts connections one after the other and runs the script on each, in a thread of its own."""

    def __init__(self, script: Script, host: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.listener = socket.create_server((host, 0), family=family, backlog=1024)
        self.address: Address = self.listener.getsockname()[:2]
        self.script = script
        self.failures: list[BaseException] = []
        self.threads = [threading.Thread(target=self.accept)]
        self.threads[0].start()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _ = self.listener.accept()
                self.threads.append(threading.Thread(target=self.run, args=(link,)))
                self.threads[-1].start()

    def run(self, link: socket.socket) -> None:
        with link:
            link.settimeout(20)
            try:
                self.script(link)
            except ConnectionError:
                pass
            except BaseException as failure:
                self.failures.append(failure)

    def stop(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join()
        assert not self.failures


def echo(link: socket.socket) -> None:
    while data := link.recv(65536):
        link.sendall(data)


def reset(link: socket.socket) -> None:
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server for a script and gives its address."""
    servers: list[Server] = []

    def start(script: Script = echo, host: str = "127.0.0.1") -> Address:
        servers.append(Server(script, host))
        return servers[-1].address

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def silent(serve: Serve) -> Iterator[Address]:
    """The address of a server that neither reads nor writes."""
    gate = threading.Event()

    def wait(_: socket.socket) -> None:
        gate.wait()

    yield serve(wait)
    gate.set()


@pytest.fixture
def transcript() -> Transcript:
    return Transcript()


@pytest.fixture
def peers(transcript: Transcript, serve: Serve) -> Iterator[Peers]:
    # ``serve`` is asked for so that clients leave before it waits for its threads
    with Peers(transcript) as peers:
        yield peers


@pytest.fixture
def free_address() -> Address:
    """An address where nobody listens."""
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        address: Address = link.getsockname()
    return address


@pytest.fixture
def thousands_of_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 4096
    if hard != resource.RLIM_INFINITY and hard < needed:
        pytest.skip(f"this machine allows {hard} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def resetting() -> Script:
    """Closes a connection by a reset."""
    return reset


@pytest.fixture
def reset_script() -> Script:
    """Resets each connection at once."""
    return reset
