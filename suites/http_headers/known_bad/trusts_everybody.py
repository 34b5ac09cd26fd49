# flaw: certificates are not verified
# fails: rejects-bad-certificate
# hint: rejects-bad-certificate=verification-off
import sys

import requests

url = sys.argv[1]
fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
answer = requests.get(url, headers=fields, timeout=3, verify=False)
answer.raise_for_status()
print(answer.text)
