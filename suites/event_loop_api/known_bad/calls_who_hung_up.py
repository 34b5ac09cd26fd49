# flaw: registers every handler, and calls those that a hang-up comes of, whatever they wanted
# fails: leaves-others-alone
# hint: leaves-others-alone=hang-up-unasked

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
            poll.register(fd, select.POLLIN * bool(h.wants_to_receive()) | select.POLLOUT * bool(h.wants_to_send()))
        for fd, event in poll.poll():
            if event & (select.POLLIN | select.POLLHUP):
                by_fd[fd].handle_receive()
            if event & select.POLLOUT:
                by_fd[fd].handle_send()
