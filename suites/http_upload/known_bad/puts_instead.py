# flaw: the method is PUT
# fails: requests
import sys

import requests

with open("data.csv", "rb") as file:
    answer = requests.put(sys.argv[1], files={"file": ("data.csv", file)}, timeout=3)
answer.raise_for_status()
print(answer.text)
