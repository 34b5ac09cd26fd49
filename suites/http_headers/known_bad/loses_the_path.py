# flaw: only the host of the URL is used
# fails: requests
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

connection = HTTPConnection(urlsplit(sys.argv[1]).netloc, timeout=3)
connection.request("GET", "/", headers=dict(argument.split("=", 1) for argument in sys.argv[2:]))
print(connection.getresponse().read().decode())
