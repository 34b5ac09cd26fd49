import select


class EventHandler:
    def fileno(self):
        raise NotImplementedError('to be written')

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
        receivers = [each for each in handlers if each.wants_to_receive()]
        senders = [each for each in handlers if each.wants_to_send()]
        readable, writable, _ = select.select(receivers, senders, [])
    for each in readable:
        each.handle_receive()
    for each in writable:
        each.handle_send()
