# flaw: the defaults want to receive and to send, and fileno() is -1
# fails: handler-defaults

import select


class EventHandler:
    def fileno(self):
        return -1

    def wants_to_receive(self):
        return True

    def handle_receive(self):
        pass

    def wants_to_send(self):
        return True

    def handle_send(self):
        pass


def event_loop(handlers):
    while True:
        wants_recv = [h for h in handlers if h.wants_to_receive()]
        wants_send = [h for h in handlers if h.wants_to_send()]
        can_recv, can_send, _ = select.select(wants_recv, wants_send, [])
        for h in can_recv:
            h.handle_receive()
        for h in can_send:
            h.handle_send()
