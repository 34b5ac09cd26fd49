import requests

answer = requests.head('http://www.python.org/index.html')

print(answer.status_code)
print(answer.headers['last-modified'])
print(answer.headers['content-type'])
length = answer.headers['content-length'
print(length)
