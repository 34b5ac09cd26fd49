# good: fileno() is abstract, the loop is an object that can be called, polls, asks again before it calls; argparse at the end
import abc
import argparse
import select
import sys


class EventHandler(abc.ABC):
    @abc.abstractmethod
    def fileno(self):
        raise NotImplementedError

    def wants_to_receive(self):
        return False

    def handle_receive(self):
        ...

    def wants_to_send(self):
        return False

    def handle_send(self):
        ...


class Loop:
    def __call__(self, handlers, rounds=None):
        while rounds is None or rounds > 0:
            poll, by_fd = select.poll(), {}
            for handler in handlers[:]:
                mask = 0
                if handler.wants_to_receive():
                    mask |= select.POLLIN
                if handler.wants_to_send():
                    mask |= select.POLLOUT
                if mask:
                    poll.register(handler, mask)
                    by_fd[handler.fileno()] = handler
            for fd, event in poll.poll():
                handler = by_fd[fd]
                if event & (select.POLLIN | select.POLLHUP | select.POLLERR) and handler.wants_to_receive():
                    handler.handle_receive()
                if event & select.POLLOUT and handler in handlers and handler.wants_to_send():
                    handler.handle_send()
            rounds = None if rounds is None else rounds - 1


event_loop = Loop()

parser = argparse.ArgumentParser()
parser.add_argument("--selftest", action="store_true")
print("selftest" if parser.parse_args().selftest else "nothing to do")
sys.exit(0)
