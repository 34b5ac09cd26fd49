# flaw: the exit status is the server's, modulo 256
# fails: exits-zero
import sys
from urllib.request import Request, urlopen

with urlopen(Request(sys.argv[1], method="HEAD"), timeout=3) as answer:
    print(answer.status)
    for name in ("last-modified", "content-type", "content-length"):
        print(name, answer.headers.get(name))
    sys.exit(answer.status)
