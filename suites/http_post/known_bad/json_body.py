# flaw: the fields are sent as JSON
# fails: form-body
# hint: form-body=json-body
import sys

import requests

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
answer = requests.post(sys.argv[1], json=fields, timeout=3)
answer.raise_for_status()
print(answer.text)
