# good: takes every status but 200 for a failure, and says so
import sys

import requests

answer = requests.head(sys.argv[1], timeout=3)
if answer.status_code != 200:
    sys.exit(f"{sys.argv[1]}: status {answer.status_code}")
print("200 OK")
for name in ("last-modified", "content-type", "content-length"):
    print(name, answer.headers.get(name, "-"))
