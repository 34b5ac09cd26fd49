# good: urllib, whose handler waits for the challenge; any realm of this host
import sys
from urllib.request import HTTPBasicAuthHandler, HTTPPasswordMgrWithDefaultRealm, build_opener

url = sys.argv[1]
fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
passwords = HTTPPasswordMgrWithDefaultRealm()
passwords.add_password(None, url, fields["user"], fields["password"])
with build_opener(HTTPBasicAuthHandler(passwords)).open(url, timeout=3) as answer:
    print(answer.read().decode())
