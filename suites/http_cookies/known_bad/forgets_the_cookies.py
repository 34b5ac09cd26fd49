# flaw: the second request knows nothing of the first
# fails: returns-cookies
# hint: returns-cookies=cookies-forgotten
import sys

import requests

for _ in range(2):
    answer = requests.get(sys.argv[1], timeout=3)
    answer.raise_for_status()
    print(answer.text, answer.cookies)
