# good: unwrap() before it closes, TLS 1.2 only, reads to the server's close_notify; takes host and port from HOST, PORT

import os
import socket
import ssl
import sys

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(os.environ["CAFILE"])
context.maximum_version = ssl.TLSVersion.TLSv1_2
plain = socket.create_connection((os.environ["HOST"], int(os.environ["PORT"])))
plain.settimeout(4)
secure = context.wrap_socket(plain, server_hostname="localhost")
secure.sendall(sys.argv[-1].encode())
for piece in iter(lambda: secure.recv(7), b""):
    sys.stdout.buffer.write(piece)
    sys.stdout.flush()
secure.unwrap()
