# flaw: every error is caught, a sentence is printed, and the exit status is 0
# fails: fails-clearly
# hint: fails-clearly=status-zero
import sys

import requests

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])

try:
    answer = requests.get(sys.argv[1], auth=(fields["user"], fields["password"]), timeout=3)
    print(answer.status_code, answer.text)
except requests.RequestException as error:
    print("Sorry:", error)
