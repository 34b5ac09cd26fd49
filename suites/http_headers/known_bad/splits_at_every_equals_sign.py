# flaw: what stands behind a second equals sign is no part of the value
# fails: sends-headers
# hint: sends-headers=value-cut
import sys
from urllib.request import Request, urlopen

request = Request(sys.argv[1])
for argument in sys.argv[2:]:
    name, value = argument.split("=")[:2]
    request.add_header(name, value)
with urlopen(request, timeout=3) as answer:
    print(answer.read().decode())
