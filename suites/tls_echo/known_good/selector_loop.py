# good: one thread and one selector; handshakes, partial writes and the end of each session without blocking

import os
import selectors
import socket
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))
selector = selectors.DefaultSelector()
MOST = 1 << 20


class Client:
    def __init__(self, connection):
        connection.setblocking(False)
        self.secure = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self.step = self.secure.do_handshake
        self.unsent = bytearray()
        self.ended = False
        selector.register(self.secure, selectors.EVENT_READ, self)

    def ready(self):
        try:
            while self.step is not None:
                self.step = self.after()
            self.leave()
        except ssl.SSLWantReadError:
            self.wait(selectors.EVENT_READ)
        except ssl.SSLWantWriteError:
            self.wait(selectors.EVENT_WRITE)
        except OSError:
            self.leave()

    def after(self):
        """Do the present step; what comes next."""
        self.step()
        if self.unsent:
            return self.send
        if self.ended:
            return None if self.step == self.secure.unwrap else self.secure.unwrap
        return self.receive

    def receive(self):
        data = self.secure.recv(65536)
        self.unsent += data
        self.ended = not data

    def send(self):
        del self.unsent[: self.secure.send(self.unsent[:65536])]

    def wait(self, events):
        selector.modify(self.secure, events, self)

    def leave(self):
        selector.unregister(self.secure)
        self.secure.close()


listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.data:
            key.data.ready()
            continue
        try:
            Client(listener.accept()[0])
        except OSError:
            pass
