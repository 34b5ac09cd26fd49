# flaw: the file is read as text
# fails: keeps-bytes
# hint: keeps-bytes=read-as-text
import sys

import requests

with open("data.csv") as file:
    answer = requests.post(sys.argv[1], files={"file": ("data.csv", file.read())}, timeout=3)
answer.raise_for_status()
print(answer.text)
