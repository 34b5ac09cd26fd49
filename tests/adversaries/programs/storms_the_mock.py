"""Gets what it is asked for, and then connects without end."""
# plays: http-get
# must not: use up the mock's threads, or the descriptors of whoever runs it
# verdicts: requests=pass

import os
import socket
import sys
import urllib.request
from urllib.parse import urlsplit

print(urllib.request.urlopen(sys.argv[1] + "?" + "&".join(sys.argv[2:]), timeout=5).read(), flush=True)
url = urlsplit(sys.argv[1])
for _ in range(2):
    os.fork()
held = []
while True:
    try:
        held.append(socket.create_connection((url.hostname, url.port)))
    except OSError:
        pass
