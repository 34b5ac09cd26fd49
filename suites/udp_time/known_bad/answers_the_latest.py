# flaw: thinks for 5 ms and then answers whoever asked last
# fails: right-client, burst

import os
import socket
import threading
import time


class Server:
    def __init__(self):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("", int(os.environ.get("PORT", "20000"))))
        self.client = None

    def answer(self):
        self.sock.sendto(time.ctime().encode("ascii"), self.client)

    def serve_forever(self):
        while True:
            _, self.client = self.sock.recvfrom(65535)
            threading.Timer(0.005, self.answer).start()


Server().serve_forever()
