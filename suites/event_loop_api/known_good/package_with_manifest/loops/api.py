from select import EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT, epoll

from .handler import EventHandler

__all__ = ["EventHandler", "event_loop"]


def event_loop(handlers):
    while True:
        with epoll() as poll:
            waiting = {}
            for handler in handlers:
                mask = handler.wants_to_receive() and EPOLLIN or 0
                mask |= handler.wants_to_send() and EPOLLOUT or 0
                if mask:
                    waiting[handler.fileno()] = handler, mask
                    poll.register(handler.fileno(), mask)
            ready = poll.poll()
        for fd, event in ready:
            handler, mask = waiting[fd]
            if mask & EPOLLIN and event & (EPOLLIN | EPOLLHUP | EPOLLERR):
                handler.handle_receive()
            if mask & EPOLLOUT and event & (EPOLLOUT | EPOLLHUP | EPOLLERR):
                handler.handle_send()
