"""Posts a body without end, in chunks."""
# plays: http-post
# must not: fill the memory of the mock, or hold it for ever
# verdicts: requests=pass

import socket
import sys
from urllib.parse import urlsplit

url = urlsplit(sys.argv[1])
with socket.create_connection((url.hostname, url.port)) as server:
    head = f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nTransfer-Encoding: chunked\r\n"
    server.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
    while True:
        server.sendall(b"100000\r\n" + b"x" * (1 << 20) + b"\r\n")
