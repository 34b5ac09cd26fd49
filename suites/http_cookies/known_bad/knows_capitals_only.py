# flaw: knows Path, Expires and Max-Age, and not path, expires and max-age
# fails: respects-path, drops-expired
# hint: respects-path=attributes-ignored, drops-expired=attributes-ignored
import sys
import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from urllib.request import Request, urlopen


def is_due(attributes: dict[str, str]) -> bool:
    if int(attributes.get("Max-Age", 1)) <= 0:
        return False
    if "Expires" in attributes and parsedate_to_datetime(attributes["Expires"]).timestamp() < time.time():
        return False
    return urlsplit(sys.argv[1]).path.startswith(attributes.get("Path", "/"))


with urlopen(sys.argv[1], timeout=3) as first:
    first.read()
    lines = first.headers.get_all("Set-Cookie") or []
cookies = []
for line in lines:
    cookie, *rest = line.split("; ")
    if is_due(dict(each.partition("=")[::2] for each in rest)):
        cookies.append(cookie)
with urlopen(Request(sys.argv[1], headers={"Cookie": "; ".join(cookies)}), timeout=3) as second:
    print(second.read().decode())
