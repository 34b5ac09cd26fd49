# flaw: the first request has a time limit, and the second has none
# fails: gives-up
# hint: gives-up=no-time-limit
import sys

import requests

first = requests.get(sys.argv[1], timeout=3)
first.raise_for_status()
second = requests.get(sys.argv[1], cookies=first.cookies)
second.raise_for_status()
print(second.text)
