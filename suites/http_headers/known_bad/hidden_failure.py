# flaw: every error is caught, a sentence is printed, and the exit status is 0
# fails: fails-clearly
# hint: fails-clearly=status-zero
import sys
from urllib.request import Request, urlopen

fields = dict(argument.split("=", 1) for argument in sys.argv[2:])
try:
    print(urlopen(Request(sys.argv[1], headers=fields), timeout=3).read().decode())
except Exception as error:
    print("Sorry:", error)
