# flaw: the fields are put into a dictionary, in which Content-Type and content-type are two names
# fails: prints-fields
import sys
from urllib.request import Request, urlopen

with urlopen(Request(sys.argv[1], method="HEAD"), timeout=3) as answer:
    fields = dict(answer.getheaders())
    print(answer.status)
    for name in ("Last-Modified", "Content-Type", "Content-Length"):
        print(name, fields.get(name))
