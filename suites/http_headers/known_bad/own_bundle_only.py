# flaw: no authority is trusted at all: the context is made bare, and nothing is loaded
# fails: accepts-good-certificate
import ssl
import sys
from urllib.request import Request, urlopen

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
with urlopen(Request(sys.argv[1], headers=fields), timeout=3, context=context) as answer:
    print(answer.read().decode())
