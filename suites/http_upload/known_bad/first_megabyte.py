# flaw: the file is read by one read() of a megabyte
# fails: large-file
import sys

import requests

with open("data.csv", "rb") as file:
    answer = requests.post(sys.argv[1], files={"file": ("data.csv", file.read(1 << 20))}, timeout=3)
answer.raise_for_status()
print(answer.text)
