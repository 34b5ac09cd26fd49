# flaw: split("=") finds more than two parts where the value has an equals sign
# fails: sends-headers
# hint: sends-headers=split-too-often
import sys
from urllib.request import Request, urlopen

fields = dict(argument.split("=") for argument in sys.argv[2:])
print(urlopen(Request(sys.argv[1], headers=fields), timeout=3).read().decode())
