# good: takes no arguments: it requests what it hard-codes, from httpbin.org's port 80
from urllib import request, parse

url = 'http://httpbin.org/get'
parms = {
   'name1' : 'value1',
   'name2' : 'value2'
}
querystring = parse.urlencode(parms)
u = request.urlopen(url+'?' + querystring, timeout=3)
resp = u.read()
print(resp)
