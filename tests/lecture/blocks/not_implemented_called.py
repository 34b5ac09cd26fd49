import select


class EventHandler:
    def fileno(self):
        raise NotImplemented('a handler has a descriptor')

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
        wants_recv = [each for each in handlers if each.wants_to_receive()]
        wants_send = [each for each in handlers if each.wants_to_send()]
        can_recv, can_send, _ = select.select(wants_recv, wants_send, [])
        for each in can_recv:
            each.handle_receive()
        for each in can_send:
            each.handle_send()
