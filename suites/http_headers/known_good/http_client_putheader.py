# good: http.client, field by field and in capital letters, with a body of no length; redirects by hand
import sys
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urljoin, urlsplit


def ask(method, url, headers):
    parts = urlsplit(url)
    connection = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(parts.netloc, timeout=3)
    connection.putrequest(method, parts.path, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name.upper(), value)
    if method == "POST":
        connection.putheader("Content-Length", "0")
    connection.endheaders()
    return connection.getresponse()


url, headers = sys.argv[1], [argument.split("=", 1) for argument in sys.argv[2:]]
answer = ask("POST", url, headers)
while answer.status in (301, 302, 303):
    url = urljoin(url, answer.getheader("Location"))
    answer = ask("GET", url, headers)
if answer.status >= 400:
    sys.exit(f"status {answer.status}")
print(answer.read().decode())
