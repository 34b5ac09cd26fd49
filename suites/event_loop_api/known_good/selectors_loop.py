# good: the loop registers with a selector, keeps the registrations from round to round, and sends before it receives
import selectors


class EventHandler:
    def fileno(self):
        raise NotImplementedError

    wants_to_receive = wants_to_send = lambda self: False
    handle_receive = handle_send = lambda self: None


def event_loop(handlers, *, timeout=None):
    with selectors.DefaultSelector() as selector:
        known = {}
        while True:
            wanted = {}
            for handler in tuple(handlers):
                events = selectors.EVENT_READ if handler.wants_to_receive() else 0
                events |= selectors.EVENT_WRITE if handler.wants_to_send() else 0
                if events:
                    wanted[handler] = (handler.fileno(), events)
            for handler, (fd, events) in list(known.items()):
                if wanted.get(handler) != (fd, events):
                    try:
                        selector.unregister(fd)
                    except KeyError:
                        pass
                    del known[handler]
            for handler, (fd, events) in wanted.items():
                if handler not in known:
                    selector.register(fd, events, handler)
                    known[handler] = (fd, events)
            for key, events in selector.select(timeout):
                if events & selectors.EVENT_WRITE:
                    key.data.handle_send()
                if events & selectors.EVENT_READ:
                    key.data.handle_receive()
