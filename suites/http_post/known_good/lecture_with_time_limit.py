# good: takes no arguments: it requests what it hard-codes, from httpbin.org's port 80
from urllib import request, parse

url = 'http://httpbin.org/post'

parms = {
   'name1' : 'value1',
   'name2' : 'value2'
}

querystring = parse.urlencode(parms)

u = request.urlopen(url, querystring.encode('ascii'), timeout=3)
resp = u.read()
print(resp)
