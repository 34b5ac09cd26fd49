# flaw: select() takes no descriptor above 1,023, and the error ends the loop
# fails: beyond-select, serves-udp
# hint: beyond-select=select-limit

import os
import select
import socket


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
    while True:
        wants_recv = [h for h in handlers if h.wants_to_receive()]
        wants_send = [h for h in handlers if h.wants_to_send()]
        can_recv, can_send, _ = select.select(wants_recv, wants_send, [])
        for h in can_recv:
            h.handle_receive()
        for h in can_send:
            h.handle_send()


class EchoServer(EventHandler):
    def __init__(self, address, handlers):
        self.sock = socket.create_server(address)
        self.handlers = handlers

    def fileno(self):
        return self.sock.fileno()

    def wants_to_receive(self):
        return True

    def handle_receive(self):
        client, _ = self.sock.accept()
        client.setblocking(False)
        self.handlers.append(EchoClient(client, self.handlers))


class EchoClient(EventHandler):
    def __init__(self, sock, handlers):
        self.sock = sock
        self.handlers = handlers
        self.outgoing = bytearray()
        self.ended = False

    def fileno(self):
        return self.sock.fileno()

    def wants_to_receive(self):
        return not self.ended and not self.outgoing

    def handle_receive(self):
        try:
            data = self.sock.recv(8192)
        except ConnectionError:
            return self.close()
        self.outgoing.extend(data)
        if not data:
            self.close()

    def wants_to_send(self):
        return bool(self.outgoing)

    def handle_send(self):
        try:
            nsent = self.sock.send(self.outgoing)
        except ConnectionError:
            return self.close()
        del self.outgoing[:nsent]

    def close(self):
        self.ended = True
        self.handlers.remove(self)
        self.sock.close()


if __name__ == "__main__":
    handlers = []
    handlers.append(EchoServer(("", int(os.environ.get("PORT", "16000"))), handlers))
    event_loop(handlers)
