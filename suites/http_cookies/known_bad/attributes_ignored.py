# flaw: names and values are taken from Set-Cookie, and what stands behind them is thrown away
# fails: respects-path, drops-expired
# hint: respects-path=attributes-ignored, drops-expired=attributes-ignored
import sys
from urllib.request import Request, urlopen

with urlopen(sys.argv[1], timeout=3) as first:
    first.read()
    lines = first.headers.get_all("Set-Cookie") or []
cookies = "; ".join(line.partition(";")[0] for line in lines)
with urlopen(Request(sys.argv[1], headers={"Cookie": cookies}), timeout=3) as second:
    print(second.read().decode())
