# good: no arguments: it sends data.csv to the server that it hard-codes
import requests

url = 'http://httpbin.org/post'
files = { 'file': ('data.csv', open('data.csv', 'rb')) }

r = requests.post(url, files=files, timeout=3)
r.raise_for_status()
