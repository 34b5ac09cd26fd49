"""The parent of grading processes: loads what all of them need, once, and forks each in milliseconds.

Owns their birth, the news of their end, and the end of what they leave where nobody else is there. May not know what
they do, nor who gives the orders. It has one thread, takes no namespace and runs nothing of a submission. Without it,
each process took half a second of a processor to load pytest and the suites.

A request is a message on the socket whose descriptor is the last argument: the words for pytest as MessagePack, and
descriptors: the child's line (a stream socket), its output, and then what it finds as descriptors 3, 4 and so on. On
its line the child's exit status is written, in decimal, negative for a signal; each byte read from it is a signal to
send. A line that ends, ends the child; a socket that ends, ends all of them and this process.
"""

from __future__ import annotations

import fcntl
import gc
import os
import selectors
import signal
import socket
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import msgspec
import pytest

import harness.launch.certificates
import harness.plugin.hooks  # noqa: F401  # what takes long to load, both
from harness.isolation.ending import end_all
from harness.isolation.namespaces import adopt_orphans
from harness.isolation.processes import descendants_of
from harness.requirement import load_suites

MOST_WORDS = 1 << 16
MOST_DESCRIPTORS = 16
_STOP_LIMIT = 10.0
_BEYOND = 3 + MOST_DESCRIPTORS
_HIGHEST = 1 << 20


class Parent:
    """Serves requests for children, until nobody is left to make one."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._selector = selectors.DefaultSelector()
        self._selector.register(requests, selectors.EVENT_READ, self._bear)
        self._deaths, self._death = socket.socketpair()
        self._selector.register(self._deaths, selectors.EVENT_READ, self._bury)
        self._lines: dict[int, socket.socket] = {}
        self._told: set[int] = set()
        self._over = False

    def serve(self) -> None:
        """Bear children and bury them. Returns where nobody can ask for one any more, and nothing of theirs is left."""
        # not by pidfd_open(2), which some containers refuse
        self._death.setblocking(False)
        signal.set_wakeup_fd(self._death.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while self._lines or not self._over:
            ready = self._selector.select(_STOP_LIMIT if self._over else None)
            for key, _ in ready:
                key.data()
            if not ready:
                for child in self._lines:
                    _send(child, signal.SIGKILL)
        end_all(lambda: descendants_of(os.getpid()))

    def _bear(self) -> None:
        words, descriptors, _, _ = socket.recv_fds(self._requests, MOST_WORDS, MOST_DESCRIPTORS)
        if not words:
            self._over = True
            # until now, whoever asked for them has seen to what they leave
            adopt_orphans()
            self._selector.unregister(self._requests)
            for child in self._lines:
                self._dismiss(child)
            return
        try:
            child = os.fork()
        except OSError as fault:
            os.write(descriptors[1], f"It could not be forked: {fault.strerror}.".encode())
            for each in descriptors:
                os.close(each)
            return
        if child == 0:
            _live(msgspec.msgpack.decode(words, type=list[str]), descriptors[1:])
        line = socket.socket(fileno=descriptors[0])
        for each in descriptors[1:]:
            os.close(each)
        self._lines[child] = line
        self._selector.register(line, selectors.EVENT_READ, lambda: self._hear(child))

    def _hear(self, child: int) -> None:
        line = self._lines.get(child)
        if line is None:
            # it has ended since it was found out that there is something to hear
            return
        signals = b""
        with suppress(ConnectionResetError):
            signals = line.recv(16)
        for number in signals:
            _send(child, number)
        if not signals:
            self._selector.unregister(line)
            self._dismiss(child)

    def _dismiss(self, child: int) -> None:
        """Tell it to end. Once: another word would interrupt it in the middle of that."""
        if child not in self._told:
            self._told.add(child)
            _send(child, signal.SIGTERM)

    def _bury(self) -> None:
        """Tell of everybody who has ended; one signal may stand for several."""
        self._deaths.recv(1 << 10)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                # an orphan's end is nobody's news
                if ended[0] in self._lines:
                    self._tell(*ended)

    def _tell(self, child: int, status: int) -> None:
        self._told.discard(child)
        with self._lines.pop(child) as line:
            # it may have been let go of, and then it is no longer watched
            with suppress(KeyError):
                self._selector.unregister(line)
            with suppress(OSError):
                line.send(b"%d\n" % os.waitstatus_to_exitcode(status))


def _send(child: int, number: int) -> None:
    # one that has ended and is not yet buried is still ours
    with suppress(ProcessLookupError):
        os.kill(child, number)


def _live(words: list[str], descriptors: list[int]) -> NoReturn:
    """Be the child: nothing of the parent's is left but its memory."""
    status = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _place([descriptors[0], *descriptors])
        status = int(pytest.main(words))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _place(descriptors: list[int]) -> None:
    """Have ``descriptors`` as 1, 2 and so on, and no others but standard input."""
    # first out of the way, so that none lands on one that is yet to be placed
    apart = [fcntl.fcntl(each, fcntl.F_DUPFD, _BEYOND) for each in descriptors]
    for number, each in enumerate(apart, start=1):
        os.dup2(each, number)
    os.closerange(len(descriptors) + 1, _HIGHEST)


def main() -> None:
    """Load what is asked for beside what all need, then serve."""
    descriptor, *modules = sys.argv[1:]
    load_suites()
    for name in modules:
        import_module(name)
    # children share what is there by now, and their collector leaves it alone
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(descriptor)) as requests:
        Parent(requests).serve()


if __name__ == "__main__":
    main()
