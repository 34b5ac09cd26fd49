# flaw: what stands behind a second equals sign is no part of the value
# fails: returns-cookies
# hint: returns-cookies=value-cut
import sys
from urllib.request import Request, urlopen

with urlopen(sys.argv[1], timeout=3) as first:
    first.read()
    lines = first.headers.get_all("Set-Cookie") or []
pairs = [line.partition(";")[0].split("=") for line in lines]
cookies = "; ".join(f"{pair[0]}={pair[1]}" for pair in pairs)
with urlopen(Request(sys.argv[1], headers={"Cookie": cookies}), timeout=3) as second:
    print(second.read().decode())
