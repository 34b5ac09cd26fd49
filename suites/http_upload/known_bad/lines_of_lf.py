# flaw: the lines of its form end with LF alone, which not every server forgives
# fails: multipart
import sys
from urllib.request import Request, urlopen

MARK = b"7d04c1e0a2b94f5e"
with open("data.csv", "rb") as file:
    content = file.read()
head = b'Content-Disposition: form-data; name="file"; filename="data.csv"'
form = b"\n".join([b"--" + MARK, head, b"", content, b"--" + MARK + b"--", b""])
request = Request(sys.argv[1], form, {"Content-Type": "multipart/form-data; boundary=" + MARK.decode()})
print(urlopen(request, timeout=3).read().decode())
