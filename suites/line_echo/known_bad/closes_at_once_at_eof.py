# flaw: closes as soon as the client ends its side, whatever it has not sent yet
# fails: half-close
# hint: half-close=closes-too-early

import os
import selectors
import socket

selector = selectors.DefaultSelector()


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.unfinished = b""
        self.pending = bytearray()

    def receive(self):
        """Take what has come; whether that was not the end."""
        data = self.sock.recv(65536)
        lines, end, self.unfinished = (self.unfinished + data).rpartition(b"\n")
        self.pending += lines + end if data else self.unfinished
        return bool(data)

    def send(self):
        try:
            sent = self.sock.send(self.pending)
        except BlockingIOError:
            sent = 0
        del self.pending[:sent]
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.pending else 0)
        selector.modify(self.sock, events, self)


def serve(client, mask):
    goes_on = not mask & selectors.EVENT_READ or client.receive()
    client.send()
    return goes_on


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    selector.register(listener, selectors.EVENT_READ)
    while True:
        for key, mask in selector.select():
            if key.data is None:
                sock, _ = listener.accept()
                sock.setblocking(False)
                selector.register(sock, selectors.EVENT_READ, Client(sock))
                continue
            try:
                goes_on = serve(key.data, mask)
            except ConnectionError:
                goes_on = False
            if not goes_on:
                selector.unregister(key.fileobj)
                key.fileobj.close()


main()
