# flaw: every error is caught, a sentence is printed, and the exit status is 0
# fails: fails-clearly
# hint: fails-clearly=status-zero
import sys

import requests

try:
    with open("data.csv", "rb") as file:
        answer = requests.post(sys.argv[1], files={"file": ("data.csv", file)}, timeout=3)
    print(answer.status_code, answer.text)
except requests.RequestException as error:
    print("Sorry:", error)
