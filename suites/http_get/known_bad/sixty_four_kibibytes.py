# flaw: 64 KiB of the page are read at most, and fewer are not noticed
# fails: prints-body, survives-truncated-body
# hint: survives-truncated-body=break-off-not-noticed
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
with urlopen(f"{sys.argv[1]}?{urlencode(fields)}", timeout=3) as answer:
    print(answer.read(1 << 16).decode())
