# flaw: the loop holds a UDP socket and no TCP one
# fails: starts
# hint: starts=wrong-transport

import os
import select
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", int(os.environ.get("PORT", "20000"))))
while True:
    select.select([sock], [], [])
    data, address = sock.recvfrom(8192)
    sock.sendto(data, address)
