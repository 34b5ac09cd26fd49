# good: epoll, edge-triggered: each socket is read until nothing is left in it before the next one has its turn
# fails: serves-udp

import os
import select
import socket

EVENTS = select.EPOLLIN | select.EPOLLOUT | select.EPOLLET


class Client:
    def __init__(self, sock):
        self.sock = sock
        self.pending = bytearray()
        self.ended = False

    def go_on(self):
        """Read and send until neither can go on; whether the client is still to be served."""
        self.flush()
        while not self.ended:
            try:
                data = self.sock.recv(16384)
            except BlockingIOError:
                break
            self.pending += data
            self.ended = not data
            self.flush()
        return bool(self.pending) or not self.ended

    def flush(self):
        try:
            while self.pending:
                del self.pending[: self.sock.send(self.pending)]
        except BlockingIOError:
            pass


def main():
    listener = socket.create_server(("", int(os.environ.get("PORT", "20000"))), backlog=128)
    listener.setblocking(False)
    epoll, clients = select.epoll(), {}
    epoll.register(listener, select.EPOLLIN | select.EPOLLET)
    while True:
        for number, _ in epoll.poll():
            if number == listener.fileno():
                accept_all(listener, epoll, clients)
                continue
            try:
                stays = clients[number].go_on()
            except ConnectionError:
                stays = False
            if not stays:
                clients.pop(number).sock.close()


def accept_all(listener, epoll, clients):
    try:
        while True:
            sock, _ = listener.accept()
            sock.setblocking(False)
            clients[sock.fileno()] = Client(sock)
            epoll.register(sock, EVENTS)
    except BlockingIOError:
        pass


main()
