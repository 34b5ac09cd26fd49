# good: sends and reads byte by byte, goes by count, prints each byte by itself, then waits for its user

import socket
import sys

host, port, text = sys.argv[1:]
try:
    s = socket.create_connection((host, int(port)), timeout=3)
    for byte in text.encode():
        s.send(bytes([byte]))
    for _ in text.encode():
        print("Received:", s.recv(1))
    s.close()
except OSError as error:
    print("Error:", error)
    sys.exit(2)
input("Press Enter to leave")
