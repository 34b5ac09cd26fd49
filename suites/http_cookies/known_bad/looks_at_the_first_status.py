# flaw: whether the second answer is an error page is not asked
# fails: reports-http-error
# hint: reports-http-error=status-not-asked
import sys

import requests

first = requests.get(sys.argv[1], timeout=3)
first.raise_for_status()
second = requests.get(sys.argv[1], cookies=first.cookies, timeout=3)
print(second.text)
