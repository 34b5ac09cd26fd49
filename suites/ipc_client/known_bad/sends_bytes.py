# flaw: encodes its texts, as for a socket
# fails: sends
# hint: sends=bytes-for-text

import os
import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
with Client((host, int(port)), authkey=os.environ["AUTHKEY"].encode()) as connection:
    for text in texts:
        connection.send(text.encode())
        if connection.poll(3):
            print(connection.recv())
