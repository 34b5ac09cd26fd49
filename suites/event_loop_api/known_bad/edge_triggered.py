# flaw: epoll with EPOLLET: a handler that takes only a part is not called for the rest
# fails: dispatches-receive
# hint: dispatches-receive=edge-triggered

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
    epoll = select.epoll()
    known = {}
    while True:
        for h in handlers:
            if h.fileno() not in known:
                known[h.fileno()] = h
                epoll.register(h.fileno(), select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
        for fd, event in epoll.poll():
            if event & select.EPOLLIN and known[fd].wants_to_receive():
                known[fd].handle_receive()
            if event & select.EPOLLOUT and known[fd].wants_to_send():
                known[fd].handle_send()
