# flaw: redirects are not followed, and the page is not read to its end
# fails: follows-redirect, survives-truncated-body
# hint: follows-redirect=not-followed, survives-truncated-body=break-off-not-noticed
import sys

import requests

with open("data.csv", "rb") as file:
    answer = requests.post(
        sys.argv[1], files={"file": ("data.csv", file)}, timeout=3, allow_redirects=False, stream=True
    )
answer.raise_for_status()
print("uploaded")
