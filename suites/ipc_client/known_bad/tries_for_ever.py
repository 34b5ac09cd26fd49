# flaw: tries again and again where it is refused
# fails: fails-clearly
# hint: fails-clearly=no-end-of-trying

import os
import sys
import time
from multiprocessing.connection import Client


def connected(address):
    while True:
        try:
            return Client(address, authkey=os.environ["AUTHKEY"].encode())
        except ConnectionRefusedError:
            time.sleep(0.5)


host, port, *texts = sys.argv[1:]
with connected((host, int(port))) as connection:
    for text in texts:
        connection.send(text)
        if connection.poll(3):
            print(connection.recv())
