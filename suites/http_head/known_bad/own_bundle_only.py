# flaw: no authority is trusted at all: the context is made bare, and nothing is loaded
# fails: accepts-good-certificate
import ssl
import sys
from urllib.request import Request, urlopen

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
with urlopen(Request(sys.argv[1], method="HEAD"), timeout=3, context=context) as answer:
    print(answer.status)
    for name in ("last-modified", "content-type", "content-length"):
        print(name, answer.headers.get(name))
