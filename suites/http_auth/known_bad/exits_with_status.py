# flaw: the exit status is the server's, modulo 256
# fails: exits-zero
import sys

import requests

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])

answer = requests.get(sys.argv[1], auth=(fields["user"], fields["password"]), timeout=3)
print(answer.text)
sys.exit(answer.status_code)
