# flaw: sends all its texts as one list
# fails: sends
# hint: sends=not-one-by-one

import os
import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
with Client((host, int(port)), authkey=os.environ["AUTHKEY"].encode()) as connection:
    connection.send(texts)
    if connection.poll(3):
        print(connection.recv())
