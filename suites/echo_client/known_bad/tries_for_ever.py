# flaw: tries again and again where it is refused
# fails: fails-clearly
# hint: fails-clearly=no-end-of-trying

import socket
import sys
import time


def connected(address):
    while True:
        try:
            return socket.create_connection(address, timeout=3)
        except ConnectionRefusedError:
            print("refused, trying again", file=sys.stderr)
            time.sleep(0.5)


with connected((sys.argv[1], int(sys.argv[2]))) as s:
    s.sendall(sys.argv[3].encode())
    s.shutdown(socket.SHUT_WR)
    print(b"".join(iter(lambda: s.recv(1024), b"")).decode())
