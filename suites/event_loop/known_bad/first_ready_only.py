# flaw: handles the first socket that is ready and asks again: others wait for as long as that one sends
# fails: beyond-select, fair, serves-udp
# hint: beyond-select=select-limit, fair=first-come

import os
import select
import socket


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.pending = bytearray()
        self.ended = False

    def fileno(self):
        return self.sock.fileno()

    def receive(self):
        data = self.sock.recv(65536)
        self.ended = not data
        self.pending += data
        self.send()

    def send(self):
        if self.pending:
            try:
                del self.pending[: self.sock.send(self.pending)]
            except BlockingIOError:
                pass
        if self.ended and not self.pending:
            clients.remove(self)
            self.sock.close()


clients = []


def serve_one(listener):
    readers = [each for each in clients if not each.ended and not each.pending]
    writers = [each for each in clients if each.pending]
    readable, writable, _ = select.select([listener, *readers], writers, [])
    ready = readable + writable
    try:
        if ready[0] is listener:
            sock, _ = listener.accept()
            sock.setblocking(False)
            clients.append(Client(sock))
        elif ready[0] in readable:
            ready[0].receive()
        else:
            ready[0].send()
    except ConnectionError:
        clients.remove(ready[0])
        ready[0].sock.close()


listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
while True:
    serve_one(listener)
