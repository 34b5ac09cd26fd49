# flaw: requests has no time limit of its own, and a field that is not there ends the program (the lecture's, printed)
# fails: gives-up, absent-field
# hint: gives-up=no-time-limit, absent-field=key-error
import requests

resp = requests.head('http://www.python.org/index.html')

status = resp.status_code
last_modified = resp.headers['last-modified']
content_type = resp.headers['content-type']
content_length = resp.headers['content-length']
print(status, last_modified, content_type, content_length)
