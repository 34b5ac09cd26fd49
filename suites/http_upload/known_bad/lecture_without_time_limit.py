# flaw: requests has no time limit of its own, and none is given (the lecture's program, as it stands)
# fails: gives-up, reports-http-error
# hint: gives-up=no-time-limit, reports-http-error=status-not-asked
import requests

url = 'http://httpbin.org/post'
files = { 'file': ('data.csv', open('data.csv', 'rb')) }

r = requests.post(url, files=files)
