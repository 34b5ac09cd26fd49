# good: http.client with a host and no URL, all fields printed; no arguments
from http.client import HTTPConnection

c = HTTPConnection('www.python.org', 80, timeout=3)
c.request('HEAD', '/index.html')
resp = c.getresponse()

print('Status', resp.status)
for name, value in resp.getheaders():
    print(name, value)
