# flaw: verifies, and trusts nobody: no authority was loaded
# fails: accepts-good-server
# hint: accepts-good-server=ca-not-loaded

import socket
import ssl
import sys

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

host, port, text = sys.argv[1:]
with context.wrap_socket(socket.create_connection((host, int(port)), timeout=3), server_hostname=host) as s:
    s.sendall(text.encode())
    print(s.recv(1024).decode())
