# flaw: the fields go into the URL, and there is no body: the request is a GET
# fails: requests
# hint: requests=another-method
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
print(urlopen(sys.argv[1] + "?" + urlencode(fields), timeout=3).read().decode())
