# flaw: when one handler is ready, all that want to are called
# fails: leaves-others-alone
# hint: leaves-others-alone=calls-all

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
        wants_send = [h for h in handlers if h.wants_to_send()]
        select.select(wants_recv, wants_send, [])
        for h in wants_recv:
            h.handle_receive()
        for h in wants_send:
            h.handle_send()
