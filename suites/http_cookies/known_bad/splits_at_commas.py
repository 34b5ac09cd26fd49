# flaw: takes all Set-Cookie fields as one, cut at its commas, and a date has one
# fails: returns-cookies
import sys
from urllib.request import Request, urlopen

with urlopen(sys.argv[1], timeout=3) as first:
    first.read()
    together = ", ".join(first.headers.get_all("Set-Cookie") or [])
jar = {}
for cookie in together.split(", ") if together else ():
    name, value = cookie.partition(";")[0].split("=", 1)
    jar[name] = value
cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
with urlopen(Request(sys.argv[1], headers={"Cookie": cookies}), timeout=3) as second:
    print(second.read().decode())
