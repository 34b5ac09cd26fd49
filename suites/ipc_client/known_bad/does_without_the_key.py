# flaw: goes on without a key where the handshake fails
# fails: refuses-impostor
# hint: refuses-impostor=goes-on-without-proof

import os
import sys
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client


def connected(address):
    try:
        return Client(address, authkey=os.environ["AUTHKEY"].encode())
    except (AuthenticationError, AssertionError):
        print("The key was not accepted, trying without", file=sys.stderr)
        return Client(address)


host, port, *texts = sys.argv[1:]
with connected((host, int(port))) as connection:
    for text in texts:
        connection.send(text)
        if connection.poll(3):
            print(connection.recv())
