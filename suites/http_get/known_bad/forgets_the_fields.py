# flaw: the fields are read and never sent
# fails: query
import sys

import requests

url = sys.argv[1]
fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
answer = requests.get(url, timeout=3)
answer.raise_for_status()
print(answer.text)
