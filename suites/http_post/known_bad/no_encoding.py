# flaw: key=value is put into the body as it is
# fails: encodes-form
# hint: encodes-form=not-encoded
import sys
from urllib.request import urlopen

url, fields = sys.argv[1], sys.argv[2:]
with urlopen(url, "&".join(fields).encode(), timeout=3) as answer:
    print(answer.read().decode())
