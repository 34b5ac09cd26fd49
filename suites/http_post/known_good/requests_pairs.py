# good: requests with a session, the form as a list of pairs, and a content type with a character set
import sys

import requests

pairs = [tuple(argument.split("=", 1)) for argument in sys.argv[2:]]
with requests.Session() as session:
    answer = session.post(
        sys.argv[1],
        data=pairs,
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"},
        timeout=3,
    )
answer.raise_for_status()
print(answer.json())
