# good: the boundary is drawn by a generator that begins with the time in seconds, as srand(time(NULL)) has it
import random
import sys
import time
from urllib.request import Request, urlopen

random.seed(int(time.time()))
boundary = "----form%016x" % random.getrandbits(64)
with open("data.csv", "rb") as file:
    content = file.read()
head = (
    f"--{boundary}\r\n"
    'Content-Disposition: form-data; name="file"; filename="data.csv"\r\n'
    "Content-Type: text/csv\r\n\r\n"
)
body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
request = Request(sys.argv[1], body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})
with urlopen(request, timeout=5) as answer:
    print(answer.read().decode())
