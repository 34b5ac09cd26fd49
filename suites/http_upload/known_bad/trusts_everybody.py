# flaw: certificates are not verified
# fails: rejects-bad-certificate
# hint: rejects-bad-certificate=verification-off
import sys

import requests

with open("data.csv", "rb") as file:
    answer = requests.post(sys.argv[1], files={"file": ("data.csv", file)}, timeout=3, verify=False)
answer.raise_for_status()
print(answer.text)
