# flaw: only handlers that want to receive are served
# fails: dispatches-send
# hint: dispatches-send=never-sends

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
        wants_recv = [h for h in handlers if h.wants_to_receive()]
        can_recv, _, _ = select.select(wants_recv, [], [])
        for h in can_recv:
            h.handle_receive()
