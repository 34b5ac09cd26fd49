# flaw: the head is asked for, and then the whole page for the fields
# fails: sends-head
# hint: sends-head=another-method
import sys

import requests

requests.head(sys.argv[1], timeout=3).raise_for_status()
answer = requests.get(sys.argv[1], timeout=3)
print(answer.status_code, answer.headers)
