# flaw: every error is caught, a sentence is printed, and the exit status is 0
# fails: fails-clearly
# hint: fails-clearly=status-zero
import sys

import requests

try:
    answer = requests.head(sys.argv[1], timeout=3)
    print(answer.status_code, dict(answer.headers))
except requests.RequestException as error:
    print("Sorry:", error)
