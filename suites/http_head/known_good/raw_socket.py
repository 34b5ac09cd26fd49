# good: a socket of its own; time and length are printed in another form
import socket
import ssl
import sys
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

url = urlsplit(sys.argv[1])
connection = socket.create_connection((url.hostname, url.port), timeout=3)
if url.scheme == "https":
    connection = ssl.create_default_context().wrap_socket(connection, server_hostname=url.hostname)
connection.sendall(f"HEAD {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nConnection: close\r\n\r\n".encode())
lines = connection.makefile(encoding="latin-1").read().splitlines()
if not lines:
    sys.exit("no answer")
fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
print(lines[0])
if "last-modified" in fields:
    print("changed", parsedate_to_datetime(fields["last-modified"]).isoformat(" "))
if "content-length" in fields:
    print(f"{int(fields['content-length']):,} bytes")
print(fields.get("content-type", "type unknown"))
