# good: requests, over https by hard-coded URL, and the page printed as a dictionary
import requests

resp = requests.get('https://httpbin.org/get?name=Dave&n=37', headers={'User-agent': 'goaway/1.0'}, timeout=3)
resp.raise_for_status()
json = resp.json()
print(json)
