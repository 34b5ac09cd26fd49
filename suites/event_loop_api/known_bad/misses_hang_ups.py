# flaw: polls for POLLIN alone, and never sees the end of a pipe, which is POLLHUP
# fails: mixes-transports
# hint: mixes-transports=hang-up

import itertools
import select
import time


class EventHandler:
    def fileno(self):
        raise NotImplementedError

    def wants_to_receive(self):
        return False

    def handle_receive(self):
        pass

    def wants_to_send(self):
        return False

    def handle_send(self):
        pass


def event_loop(handlers):
    for turn in itertools.count(1):
        if turn % 500 == 0:
            time.sleep(0.005)
        poll = select.poll()
        by_fd = {h.fileno(): h for h in handlers}
        for fd, h in by_fd.items():
            events = select.POLLIN * bool(h.wants_to_receive()) | select.POLLOUT * bool(h.wants_to_send())
            if events:
                poll.register(fd, events)
        for fd, event in poll.poll():
            if event & select.POLLIN:
                by_fd[fd].handle_receive()
            if event & select.POLLOUT:
                by_fd[fd].handle_send()
