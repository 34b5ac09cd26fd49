# good: takes no arguments, binds a port of its own that stands in its source too, asks localhost by its first address

import socket

OWN_PORT = 20001

family, kind, _, _, address = socket.getaddrinfo("localhost", 20000, type=socket.SOCK_DGRAM)[0]
with socket.socket(family, kind) as s:
    s.bind(("", OWN_PORT))
    s.settimeout(2)
    s.sendto(b"", address)
    try:
        answer, server = s.recvfrom(8192)
        print(f"{server[0]} says: {answer.decode().strip()}")
    except TimeoutError:
        print("no answer")
