# flaw: name and password are posted as a form
# fails: requests
import sys

import requests

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])

answer = requests.post(sys.argv[1], data=fields, timeout=3)
answer.raise_for_status()
print(answer.text)
