# flaw: the exit status is the length of the page, modulo 256, plus one
# fails: exits-zero
import sys
from urllib.request import Request, urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
page = urlopen(Request(sys.argv[1], headers=fields), timeout=3).read().decode()
print(page)
sys.exit(len(page) % 200 + 1)
