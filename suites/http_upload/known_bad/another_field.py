# flaw: the field is called upload
# fails: multipart
# hint: multipart=another-field
import sys

import requests

with open("data.csv", "rb") as file:
    answer = requests.post(sys.argv[1], files={"upload": ("data.csv", file)}, timeout=3)
answer.raise_for_status()
print(answer.text)
