# flaw: writes the whole of each argument in small letters, though only a name's case is of no account
# fails: sends-headers
import sys
from urllib.request import Request, urlopen

fields = dict(argument.lower().split("=", 1) for argument in sys.argv[2:])
print(urlopen(Request(sys.argv[1], headers=fields), timeout=3).read().decode())
