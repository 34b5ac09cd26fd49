# flaw: the form is text where urlopen() wants bytes
# fails: requests
# hint: requests=text-for-bytes
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
print(urlopen(sys.argv[1], urlencode(fields), timeout=3).read().decode())
