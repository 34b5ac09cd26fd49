# flaw: certificates are not verified
# fails: rejects-bad-certificate
# hint: rejects-bad-certificate=verification-off
import sys

import requests

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])

answer = requests.get(sys.argv[1], auth=(fields["user"], fields["password"]), timeout=3, verify=False)
answer.raise_for_status()
print(answer.text)
