"""Connects ten thousand times from several processes, and keeps every connection."""
# plays: echo-client
# must not: use up the descriptors of whoever serves it
# verdicts: sends=fail, fails-clearly=blocked

import os
import time

from calling import connected

for _ in range(3):
    os.fork()
held = []
try:
    for _ in range(1250):
        held.append(connected())
        held[-1].sendall(b"once more")
except OSError:
    pass
time.sleep(600)
