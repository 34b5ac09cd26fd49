# flaw: the fields are added to those of the opener, which has a User-agent already
# fails: sends-headers
# hint: sends-headers=library-agent
import sys
from urllib.request import build_opener

opener = build_opener()
opener.addheaders += [tuple(argument.split("=", 1)) for argument in sys.argv[2:]]
with opener.open(sys.argv[1], timeout=3) as answer:
    print(answer.read().decode())
