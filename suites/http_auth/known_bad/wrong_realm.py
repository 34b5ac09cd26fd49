# flaw: the password is kept for another realm than the server's
# fails: sends-credentials
# hint: sends-credentials=wrong-realm
import sys
from urllib.request import HTTPBasicAuthHandler, build_opener

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
handler = HTTPBasicAuthHandler()
handler.add_password("Restricted", sys.argv[1], fields["user"], fields["password"])
with build_opener(handler).open(sys.argv[1], timeout=3) as answer:
    print(answer.read().decode())
