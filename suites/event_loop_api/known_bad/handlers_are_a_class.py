# flaw: the loop is a method of a class, and there is no function event_loop
# fails: dispatches-receive
# hint: dispatches-receive=no-function

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


class EventLoop:
    def __init__(self, handlers):
        self.handlers = handlers

    def run(self):
        while True:
            wants_recv = [h for h in self.handlers if h.wants_to_receive()]
            wants_send = [h for h in self.handlers if h.wants_to_send()]
            can_recv, can_send, _ = select.select(wants_recv, wants_send, [])
            for h in can_recv:
                h.handle_receive()
            for h in can_send:
                h.handle_send()
