# flaw: urlopen() has no time limit, and none is given (the lecture's program, as it stands)
# fails: gives-up
# hint: gives-up=no-time-limit
from urllib import request, parse

url = 'http://httpbin.org/post'
parms = { 'name1' : 'value1', 'name2' : 'value2' }
querystring = parse.urlencode(parms)

# Extra headers
headers = {
    'User-agent' : 'none/ofyourbusiness',
    'Spam' : 'Eggs'
}

req = request.Request(url, querystring.encode('ascii'), headers=headers)

# Make a request and read the response
u = request.urlopen(req)
resp = u.read()
