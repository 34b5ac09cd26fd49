# flaw: does not parse: a colon is missing
# fails: handler-defaults, dispatches-receive

import select


class EventHandler:
    def fileno(self):
        raise NotImplementedError

    def wants_to_receive(self)
        return False


def event_loop(handlers):
    while True:
        can_recv, _, _ = select.select([h for h in handlers if h.wants_to_receive()], [], [])
        for h in can_recv:
            h.handle_receive()
