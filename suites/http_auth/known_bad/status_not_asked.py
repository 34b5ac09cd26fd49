# flaw: the page is printed whatever the status is
# fails: reports-http-error, reports-refusal
# hint: reports-http-error=status-not-asked
import sys

import requests

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])

print(requests.get(sys.argv[1], auth=(fields["user"], fields["password"]), timeout=3).text)
