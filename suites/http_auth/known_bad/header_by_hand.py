# flaw: the field is added to the request by hand, and urllib takes it along to wherever a redirect points
# fails: keeps-credentials-home
# hint: keeps-credentials-home=header-of-its-own
import sys
from base64 import b64encode
from urllib.request import Request, urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
request = Request(sys.argv[1])
word = b64encode(f"{fields['user']}:{fields['password']}".encode()).decode()
request.add_header("Authorization", f"Basic {word}")
with urlopen(request, timeout=3) as answer:
    print(answer.read().decode())
