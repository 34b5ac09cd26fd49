# flaw: the file is the body of the request: there is no form
# fails: multipart
# hint: multipart=data-for-files
import sys

import requests

with open("data.csv", "rb") as file:
    answer = requests.post(sys.argv[1], data=file, timeout=3)
answer.raise_for_status()
print(answer.text)
