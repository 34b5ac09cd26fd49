import select


class EventHandler:
    def fileno(self):
        raise NotImplemented('a handler has a descriptor')

    def wants_to_receive(self):
        return False

    wants_to_send = wants_to_receive

    def handle_receive(self):
        pass

    handle_send = handle_receive


def event_loop(handlers):
    while True:
        readable = [each for each in handlers if each.wants_to_receive()]
        for each in select.select(readable, [], [])[0]:
            each.handle_receive()
