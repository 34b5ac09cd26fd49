# good: cookies by hand, in a field of its own for each, and with their attributes
import sys
from http.cookies import SimpleCookie
from email.utils import parsedate_to_datetime
from datetime import datetime, timezone
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

url = sys.argv[1]


def current(morsel):
    if morsel["max-age"] != "" and int(morsel["max-age"]) <= 0:
        return False
    if morsel["expires"] and parsedate_to_datetime(morsel["expires"]) <= datetime.now(timezone.utc):
        return False
    return urlsplit(url).path.startswith(morsel["path"] or "/")


jar = SimpleCookie()
with urlopen(url, timeout=3) as answer:
    answer.read()
    for line in answer.headers.get_all("set-cookie") or []:
        jar.load(line)
request = Request(url)
request.add_header("cookie", ";".join(f'{name}="{morsel.value}"' for name, morsel in jar.items() if current(morsel)))
with urlopen(request, timeout=3) as answer:
    print(answer.read().decode())
