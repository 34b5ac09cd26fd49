# good: http.client, a percent sign for a space, and redirects followed by hand
import sys
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import quote, urljoin, urlsplit


def get(url):
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=3)
    connection.request("GET", parts.path + ("?" + parts.query if parts.query else ""), headers={"Accept": "*/*"})
    return connection.getresponse()


url = sys.argv[1]
fields = [argument.split("=", 1) for argument in sys.argv[2:]]
if fields:
    url += "?" + "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in fields)
answer = get(url)
while answer.status in (301, 302, 303, 307, 308):
    url = urljoin(url, answer.getheader("Location"))
    answer = get(url)
print(answer.status, answer.reason)
print(answer.read().decode())
