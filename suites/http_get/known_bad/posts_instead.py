# flaw: the fields are given to urlopen() as data, which makes the request a POST
# fails: requests
# hint: requests=another-method
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
print(urlopen(sys.argv[1], urlencode(fields).encode(), timeout=3).read().decode())
