# good: no arguments, one field of its own beside those of requests
import requests

resp = requests.get('http://httpbin.org/get?name=Dave&n=37', headers={'User-agent': 'goaway/1.0'}, timeout=3)
resp.raise_for_status()
print(resp.json()['headers'])
