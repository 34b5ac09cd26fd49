# flaw: serves those that join, and never forgets those that left the list
# fails: grows-and-shrinks
# hint: grows-and-shrinks=never-forgets

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
    known = []
    while True:
        known += [h for h in handlers if h not in known]
        known = [h for h in known if h.fileno() >= 0]
        wants_recv = [h for h in known if h.wants_to_receive()]
        wants_send = [h for h in known if h.wants_to_send()]
        can_recv, can_send, _ = select.select(wants_recv, wants_send, [])
        for h in can_recv:
            h.handle_receive()
        for h in can_send:
            h.handle_send()
