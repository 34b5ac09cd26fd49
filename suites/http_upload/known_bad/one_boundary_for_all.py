# flaw: the boundary is always the same, and may stand in the file itself
# fails: keeps-bytes
import sys
from urllib.request import Request, urlopen

BOUNDARY = b"----WebKitFormBoundary7MA4YWxkTrZu0gW"
with open("data.csv", "rb") as file:
    body = b"\r\n".join([
        b"--" + BOUNDARY,
        b'Content-Disposition: form-data; name="file"; filename="data.csv"',
        b"Content-Type: text/csv",
        b"",
        file.read(),
        b"--" + BOUNDARY + b"--",
        b"",
    ])
header = {"Content-Type": "multipart/form-data; boundary=" + BOUNDARY.decode()}
with urlopen(Request(sys.argv[1], body, header), timeout=3) as answer:
    print(answer.read().decode())
