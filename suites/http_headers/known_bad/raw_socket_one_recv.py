# flaw: a socket of its own and one recv(): neither the status nor the end of the answer is looked at
# fails: reports-http-error, follows-redirect, survives-truncated-body
# hint: reports-http-error=status-not-asked, follows-redirect=not-followed, survives-truncated-body=break-off-not-noticed
import socket
import ssl
import sys
from urllib.parse import urlsplit

url = urlsplit(sys.argv[1])
port = url.port or (443 if url.scheme == "https" else 80)
header = "".join(argument.replace("=", ": ", 1) + "\r\n" for argument in sys.argv[2:])
connection = socket.create_connection((url.hostname, port), timeout=3)
if url.scheme == "https":
    connection = ssl.create_default_context().wrap_socket(connection, server_hostname=url.hostname)
connection.sendall(f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n{header}Connection: close\r\n\r\n".encode())
answer = connection.recv(4096)
print(answer.partition(b"\r\n\r\n")[2].decode(errors="replace"))
