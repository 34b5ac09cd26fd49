# flaw: certificates are not verified
# fails: rejects-bad-certificate
# hint: rejects-bad-certificate=verification-off
import sys

import requests

answer = requests.head(sys.argv[1], timeout=3, verify=False)
print(answer.status_code, dict(answer.headers))
