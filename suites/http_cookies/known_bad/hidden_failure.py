# flaw: every error is caught, a sentence is printed, and the exit status is 0
# fails: fails-clearly
# hint: fails-clearly=status-zero
import sys

import requests

try:
    first = requests.get(sys.argv[1], timeout=3)
    second = requests.get(sys.argv[1], cookies=first.cookies, timeout=3)
    print(second.status_code, second.text)
except requests.RequestException as error:
    print("Sorry:", error)
