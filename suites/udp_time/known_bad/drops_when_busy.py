# flaw: thinks for 1 ms about each answer and drops what comes while 60 wait
# fails: burst

import os
import queue
import socket
import threading
import time


def answer(server, waiting):
    while True:
        address = waiting.get()
        time.sleep(0.001)
        server.sendto(time.ctime().encode("ascii"), address)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("", int(os.environ.get("PORT", "20000"))))
    waiting = queue.Queue(maxsize=60)
    threading.Thread(target=answer, args=(server, waiting), daemon=True).start()
    while True:
        _, address = server.recvfrom(65535)
        try:
            waiting.put_nowait(address)
        except queue.Full:
            print("too busy")


main()
