# flaw: a socket of its own and one recv(): redirects are not followed, and where the answer ends is not looked at
# fails: follows-redirect, survives-truncated-body
# hint: follows-redirect=not-followed, survives-truncated-body=break-off-not-noticed
import socket
import ssl
import sys
from base64 import b64encode
from urllib.parse import urlsplit

url = urlsplit(sys.argv[1])
port = url.port or (443 if url.scheme == "https" else 80)
fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
word = b64encode(f"{fields['user']}:{fields['password']}".encode()).decode()
connection = socket.create_connection((url.hostname, port), timeout=3)
if url.scheme == "https":
    connection = ssl.create_default_context().wrap_socket(connection, server_hostname=url.hostname)
connection.sendall(f"GET {url.path} HTTP/1.0\r\nHost: {url.netloc}\r\nauthorization: basic {word}\r\n\r\n".encode())
print(connection.recv(1 << 20).decode(errors="replace"))
