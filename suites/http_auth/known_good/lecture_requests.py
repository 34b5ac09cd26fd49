# good: no arguments, requests with a tuple, and the secret in the source
import requests

resp = requests.get('http://pypi.python.org/pypi?:action=login', auth=('user', 'password'), timeout=3)
resp.raise_for_status()
print(resp.text)
