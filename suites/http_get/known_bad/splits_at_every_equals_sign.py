# flaw: split("=") finds more than two parts where the value has an equals sign
# fails: encodes-query
# hint: encodes-query=split-too-often
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

fields = dict(argument.split("=") for argument in sys.argv[2:])
print(urlopen(sys.argv[1] + "?" + urlencode(fields), timeout=3).read().decode())
