# flaw: the context is made bare: no authority is loaded into it
# fails: accepts-good-certificate
import ssl
import sys
from urllib.request import HTTPCookieProcessor, HTTPSHandler, build_opener

opener = build_opener(HTTPCookieProcessor(), HTTPSHandler(context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)))
for _ in range(2):
    with opener.open(sys.argv[1], timeout=3) as answer:
        print(answer.read().decode())
