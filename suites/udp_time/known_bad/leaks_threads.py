# flaw: starts a thread for each client, which waits for that client's next datagram for ever
# fails: frees

import os
import queue
import socket
import threading
import time


def answer(server, address, requests):
    while True:
        requests.get()
        server.sendto(time.ctime().encode("ascii"), address)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    clients = {}
    while True:
        data, address = server.recvfrom(65535)
        if address not in clients:
            clients[address] = queue.SimpleQueue()
            threading.Thread(target=answer, args=(server, address, clients[address]), daemon=True).start()
        clients[address].put(data)


main()
