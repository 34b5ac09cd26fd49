# flaw: the fields are printed, and not the status: an error page looks like any other
# fails: reports-http-error, prints-fields
# hint: reports-http-error=status-not-asked
import sys

import requests

answer = requests.head(sys.argv[1], timeout=3)
print(answer.headers.get("last-modified"), answer.headers.get("content-type"), answer.headers.get("content-length"))
