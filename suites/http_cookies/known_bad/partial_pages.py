# flaw: redirects are not followed, and a page that breaks off is taken for a whole one
# fails: follows-redirect, survives-truncated-body
# hint: follows-redirect=not-followed, survives-truncated-body=break-off-not-noticed
import http.client
import sys

import requests

session = requests.Session()
for _ in range(2):
    answer = session.get(sys.argv[1], timeout=3, allow_redirects=False, stream=True)
    answer.raise_for_status()
    page = b""
    try:
        for piece in answer.iter_content(1024):
            page += piece
    except requests.RequestException:
        pass
print(len(page))
