# good: a session keeps the cookies by itself; three requests in all, on https by hard-coded URL
import requests

with requests.Session() as session:
    for _ in range(3):
        answer = session.get('https://httpbin.org/cookies', timeout=3)
        answer.raise_for_status()
print(answer.json())
