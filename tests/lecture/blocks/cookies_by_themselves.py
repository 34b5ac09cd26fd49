import requests

first = requests.get(url)
second = requests.get(url, cookies=first.cookies)
