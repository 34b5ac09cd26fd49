# flaw: whoever has wanted to send once is taken to want it for good
# fails: asks-each-round
import select


class EventHandler:
    def fileno(self):
        raise NotImplementedError("must implement")

    def wants_to_receive(self):
        return False

    def handle_receive(self):
        pass

    def wants_to_send(self):
        return False

    def handle_send(self):
        pass


def event_loop(handlers):
    senders = set()
    while True:
        receivers = [handler for handler in handlers if handler.wants_to_receive()]
        senders = {handler for handler in handlers if handler in senders or handler.wants_to_send()}
        can_receive, can_send, _ = select.select(receivers, list(senders), [])
        for handler in can_receive:
            handler.handle_receive()
        for handler in can_send:
            handler.handle_send()
