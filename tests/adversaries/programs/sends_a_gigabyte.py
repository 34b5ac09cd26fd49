"""Sends a gigabyte in the place of its text, and does not read."""
# plays: echo-client
# must not: fill the memory of whoever serves it, or hold it for ever
# verdicts: sends=fail, fails-clearly=blocked

from calling import connected

with connected() as server:
    for _ in range(1 << 10):
        server.sendall(bytes(1 << 20))
