# flaw: what an editor put before the text is left out, and it belongs to the file
# fails: keeps-bytes
import sys

import requests

with open("data.csv", "rb") as file:
    content = file.read().removeprefix(b"\xef\xbb\xbf")
answer = requests.post(sys.argv[1], files={"file": ("data.csv", content)}, timeout=3)
answer.raise_for_status()
print(answer.text)
