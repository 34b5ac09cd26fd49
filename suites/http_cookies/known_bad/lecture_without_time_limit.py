# flaw: requests has no time limit of its own, and none is given (the lecture's program, as it stands)
# fails: gives-up, reports-http-error
# hint: gives-up=no-time-limit, reports-http-error=status-not-asked
import requests

url = 'http://httpbin.org/cookies'

# First request
resp1 = requests.get(url)

# Second requests with cookies received on first requests
resp2 = requests.get(url, cookies=resp1.cookies)
print(resp2.text)
