# flaw: the exit status is the server's, modulo 256
# fails: exits-zero
import sys

import requests

with open("data.csv", "rb") as file:
    answer = requests.post(sys.argv[1], files={"file": ("data.csv", file)}, timeout=3)
print(answer.text)
sys.exit(answer.status_code)
