# flaw: polls with a time limit of zero, hundreds of times for each rest
# fails: blocks-when-idle
# hint: blocks-when-idle=polls

import itertools
import select
import time


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
    for turn in itertools.count(1):
        if turn % 500 == 0:
            time.sleep(0.005)
        wants_recv = [h for h in handlers if h.wants_to_receive()]
        wants_send = [h for h in handlers if h.wants_to_send()]
        can_recv, can_send, _ = select.select(wants_recv, wants_send, [], 0)
        for h in can_recv:
            h.handle_receive()
        for h in can_send:
            h.handle_send()
