"""Sends a request whose head never ends."""
# plays: http-get
# must not: fill the memory of the mock, or hold it for ever
# verdicts: requests=fail

import socket
import sys
from urllib.parse import urlsplit

url = urlsplit(sys.argv[1])
with socket.create_connection((url.hostname, url.port)) as server:
    server.sendall(f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n".encode())
    while True:
        server.sendall(b"X-More: " + b"x" * 60_000 + b"\r\n")
