# flaw: encodebytes() breaks its lines, and a field of a header can't hold a line end: short credentials alone are sent
# fails: sends-credentials
import sys
from base64 import encodebytes
from urllib.request import Request, urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
request = Request(sys.argv[1])
word = encodebytes(f"{fields['user']}:{fields['password']}".encode()).decode().strip()
request.add_unredirected_header("Authorization", f"Basic {word}")
with urlopen(request, timeout=3) as answer:
    print(answer.read().decode())
