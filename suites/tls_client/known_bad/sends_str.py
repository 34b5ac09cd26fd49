# flaw: sends text where a socket wants bytes
# fails: sends
# hint: sends=text-for-bytes

import socket
import ssl
import sys

context = ssl.create_default_context(cafile="ca.pem")

host, port, text = sys.argv[1:]
with context.wrap_socket(socket.create_connection((host, int(port)), timeout=3), server_hostname=host) as s:
    s.sendall(text)
    print(s.recv(1024))
