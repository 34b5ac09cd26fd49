# flaw: adds a line end to what it is to send
# fails: sends
# hint: sends=line-end-added

import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s, s.makefile("rw") as stream:
    print(sys.argv[3], file=stream, flush=True)
    print(stream.readline().strip())
