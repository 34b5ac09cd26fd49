# flaw: a socket of its own, one recv(), and no look at the status: no redirect, no error, no end is noticed
# fails: reports-http-error, follows-redirect, survives-truncated-body, prints-body
# hint: reports-http-error=status-not-asked, follows-redirect=not-followed, survives-truncated-body=break-off-not-noticed
import socket
import ssl
import sys
from urllib.parse import quote, urlsplit

url = urlsplit(sys.argv[1])
port = url.port or (443 if url.scheme == "https" else 80)
fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
query = "&".join(quote(key) + "=" + quote(value, safe="") for key, value in fields.items())
connection = socket.create_connection((url.hostname, port), timeout=3)
if url.scheme == "https":
    connection = ssl.create_default_context().wrap_socket(connection, server_hostname=url.hostname)
connection.sendall(f"GET {url.path}?{query} HTTP/1.0\r\nHost: {url.netloc}\r\n\r\n".encode())
answer = connection.recv(4096)
print(answer.partition(b"\r\n\r\n")[2].decode(errors="replace"))
