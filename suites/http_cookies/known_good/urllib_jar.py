# good: urllib with a cookie jar of its own
import sys
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, build_opener

jar = CookieJar()
opener = build_opener(HTTPCookieProcessor(jar))
for _ in range(2):
    with opener.open(sys.argv[1], timeout=3) as answer:
        page = answer.read()
print([cookie.name for cookie in jar], page.decode())
