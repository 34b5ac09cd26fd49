# flaw: certificates are not verified
# fails: rejects-bad-certificate
# hint: rejects-bad-certificate=verification-off
import sys

import requests

session = requests.Session()
session.verify = False
for _ in range(2):
    answer = session.get(sys.argv[1], timeout=3)
    answer.raise_for_status()
print(answer.text)
