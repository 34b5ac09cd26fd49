# flaw: the header is given in the place of the data
# fails: sends-headers
# hint: sends-headers=headers-left-out
import sys

import requests

headers = dict(argument.split("=", 1) for argument in sys.argv[2:])
answer = requests.post(sys.argv[1], headers, timeout=3)
answer.raise_for_status()
print(answer.text)
