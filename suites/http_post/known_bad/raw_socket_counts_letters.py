# flaw: a socket of its own; the length is off by one, and neither status nor end of the answer is looked at
# fails: form-body, reports-http-error, follows-redirect, survives-truncated-body, prints-body
# hint: reports-http-error=status-not-asked, follows-redirect=not-followed, survives-truncated-body=break-off-not-noticed
import socket
import ssl
import sys
from urllib.parse import urlencode, urlsplit

url = urlsplit(sys.argv[1])
port = url.port or (443 if url.scheme == "https" else 80)
form = urlencode(dict(argument.split("=", 1) for argument in sys.argv[2:]))
connection = socket.create_connection((url.hostname, port), timeout=3)
if url.scheme == "https":
    connection = ssl.create_default_context().wrap_socket(connection, server_hostname=url.hostname)
connection.sendall((
    f"POST {url.path} HTTP/1.0\r\nHost: {url.netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    f"Content-Length: {len(form) - 1}\r\n\r\n{form}"
).encode())
answer = connection.recv(4096)
print(answer.partition(b"\r\n\r\n")[2].decode(errors="replace"))
