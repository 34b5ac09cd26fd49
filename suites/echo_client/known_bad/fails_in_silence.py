# flaw: exits with status 1 where it is refused, without a word
# fails: fails-clearly
# hint: fails-clearly=no-message

import socket
import sys

try:
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
        s.sendall(sys.argv[3].encode())
        s.shutdown(socket.SHUT_WR)
        print(b"".join(iter(lambda: s.recv(1024), b"")).decode())
except OSError:
    sys.exit(1)
