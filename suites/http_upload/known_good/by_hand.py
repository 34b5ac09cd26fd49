# good: the form by hand, in chunks, with a quoted boundary, another field before the file and the file's type left out
import sys
import uuid
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urljoin, urlsplit


def ask(method, url, body=None, headers={}):
    parts = urlsplit(url)
    connection = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(parts.netloc, timeout=3)
    connection.request(method, parts.path, body, headers)
    return connection.getresponse()


def form(boundary, path):
    yield f'--{boundary}\r\ncontent-disposition: form-data; name="comment"\r\n\r\nmy data\r\n'.encode()
    yield f'--{boundary}\r\ncontent-disposition: form-data; filename="{path}"; name=file\r\n\r\n'.encode()
    with open(path, "rb") as file:
        while piece := file.read(50_000):
            yield piece
    yield f"\r\n--{boundary}--\r\n".encode()


url = sys.argv[1]
boundary = f"=_{uuid.uuid4().hex}_="
path = sys.argv[2] if len(sys.argv) > 2 else "data.csv"
answer = ask("POST", url, form(boundary, path), {"content-type": f'multipart/form-data; boundary="{boundary}"'})
while answer.status in (301, 302, 303):
    url = urljoin(url, answer.getheader("location"))
    answer = ask("GET", url)
print(answer.status, answer.read().decode())
