# flaw: it ends with status 3 where the first answer sets no cookie, which no answer must
# fails: exits-zero
import sys

import requests

first = requests.get(sys.argv[1], timeout=3)
second = requests.get(sys.argv[1], cookies=first.cookies, timeout=3)
print(second.status_code, second.text)
if not first.cookies:
    sys.exit(3)
