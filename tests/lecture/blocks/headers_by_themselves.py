from urllib import request, parse

extra = {
    'User-agent': 'none/of/yours',
    'Spam': 'Eggs',
}
asked = request.Request(url, querystring.encode('ascii'), headers=extra)
answer = request.urlopen(asked)
page = answer.read()
