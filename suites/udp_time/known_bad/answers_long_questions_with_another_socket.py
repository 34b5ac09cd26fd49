# flaw: hands questions that fill its buffer to a thread with a socket of its own, which answers from another port
# fails: same-address
# hint: same-address=another-socket

import os
import socket
import threading
import time


def answer(client):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(time.ctime().encode("ascii"), client)


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("", int(os.environ.get("PORT", "20000"))))
        while True:
            question, client = sock.recvfrom(1024)
            if len(question) == 1024:
                threading.Thread(target=answer, args=(client,), daemon=True).start()
            else:
                sock.sendto(time.ctime().encode("ascii"), client)


if __name__ == "__main__":
    main()
