# flaw: the context is made bare: no authority is loaded into it
# fails: accepts-good-certificate
import ssl
import sys
from urllib.request import HTTPBasicAuthHandler, HTTPSHandler, build_opener

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
handler = HTTPBasicAuthHandler()
handler.add_password("pypi", sys.argv[1], fields["user"], fields["password"])
opener = build_opener(handler, HTTPSHandler(context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)))
with opener.open(sys.argv[1], timeout=3) as answer:
    print(answer.read().decode())
