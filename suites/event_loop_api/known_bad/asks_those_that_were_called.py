# flaw: asks a handler again only after it was called
# fails: asks-each-round
# hint: asks-each-round=stale-answers

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
    wants = {}
    while True:
        for h in handlers:
            if h not in wants:
                wants[h] = h.wants_to_receive(), h.wants_to_send()
        for h in set(wants) - set(handlers):
            del wants[h]
        can_recv, can_send, _ = select.select(
            [h for h in wants if wants[h][0]], [h for h in wants if wants[h][1]], []
        )
        for h in set(can_recv + can_send):
            if h in can_recv:
                h.handle_receive()
            if h in can_send:
                h.handle_send()
            wants.pop(h, None)
