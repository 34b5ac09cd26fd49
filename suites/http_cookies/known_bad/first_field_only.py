# flaw: one Set-Cookie field is read, and there are as many as cookies
# fails: returns-cookies
# hint: returns-cookies=one-field
import sys
from urllib.request import Request, urlopen

with urlopen(sys.argv[1], timeout=3) as first:
    first.read()
    line = first.headers.get("Set-Cookie", "")
with urlopen(Request(sys.argv[1], headers={"Cookie": line.partition(";")[0]}), timeout=3) as second:
    print(second.read().decode())
