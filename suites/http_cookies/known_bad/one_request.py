# flaw: there is no second request
# fails: returns-cookies
# hint: returns-cookies=one-request
import sys

import requests

session = requests.Session()
answer = session.get(sys.argv[1], timeout=3)
answer.raise_for_status()
print(session.cookies)
