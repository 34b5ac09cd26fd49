# flaw: the page is asked for by POST
# fails: requests
import sys

import requests

first = requests.post(sys.argv[1], timeout=3)
second = requests.post(sys.argv[1], cookies=first.cookies, timeout=3)
print(second.status_code, second.text)
