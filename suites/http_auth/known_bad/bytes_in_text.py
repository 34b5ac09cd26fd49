# flaw: the base64 form is bytes, written into text as b'...'
# fails: sends-credentials
# hint: sends-credentials=bytes-in-text
import sys
from base64 import b64encode
from urllib.request import Request, urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
request = Request(sys.argv[1])
word = b64encode(f"{fields['user']}:{fields['password']}".encode())
request.add_unredirected_header("Authorization", f"Basic {word}")
with urlopen(request, timeout=3) as answer:
    print(answer.read().decode())
