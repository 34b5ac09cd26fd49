# good: sends everything first, reads to the end of the stream in a thread, prints repr(); host and port from HOST, PORT

import os
import sys
import threading
from multiprocessing.connection import Client

connection = Client(("localhost", int(os.environ["PORT"])), authkey=os.environb[b"AUTHKEY"])


def read():
    try:
        while True:
            print(repr(connection.recv()), flush=True)
    except EOFError:
        pass


reader = threading.Thread(target=read, daemon=True)
reader.start()
for text in sys.argv[3:]:
    connection.send(text)
reader.join(4)
