"""Does what it should, and leaves a child that holds its output and its connection."""
# plays: echo-client
# must not: be waited for until the end of either
# verdicts: sends=pass, prints-reply=pass

import os
import socket
import sys
import time

from calling import connected

server = connected()
server.sendall(sys.argv[3].encode())
server.shutdown(socket.SHUT_WR)
while data := server.recv(65536):
    sys.stdout.buffer.write(data)
sys.stdout.flush()
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
