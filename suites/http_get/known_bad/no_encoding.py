# flaw: key=value is put into the URL as it is
# fails: encodes-query
# hint: encodes-query=not-encoded
import sys
from urllib.request import urlopen

url, fields = sys.argv[1], sys.argv[2:]
with urlopen(url + "?" + "&".join(fields), timeout=3) as answer:
    print(answer.read().decode())
