# flaw: registers a handler that wants both twice, and the second mask replaces the first
# fails: dispatches-receive

import select


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
    while True:
        poll = select.poll()
        by_fd = {h.fileno(): h for h in handlers}
        for fd, h in by_fd.items():
            if h.wants_to_receive():
                poll.register(fd, select.POLLIN)
            if h.wants_to_send():
                poll.register(fd, select.POLLOUT)
        for fd, event in poll.poll():
            if event & (select.POLLIN | select.POLLHUP):
                by_fd[fd].handle_receive()
            if event & select.POLLOUT:
                by_fd[fd].handle_send()
