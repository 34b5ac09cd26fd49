# flaw: the page is asked for by GET
# fails: requests, sends-head
# hint: requests=another-method, sends-head=another-method
import sys
from urllib.request import urlopen

with urlopen(sys.argv[1], timeout=3) as answer:
    print(answer.status)
    for name in ("last-modified", "content-type", "content-length"):
        print(name, answer.headers.get(name))
