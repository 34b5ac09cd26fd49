# flaw: gives Client the key as text
# fails: authenticates
# hint: authenticates=key-as-text

import os
import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
with Client((host, int(port)), authkey=os.environ["AUTHKEY"]) as connection:
    for text in texts:
        connection.send(text)
        print(connection.recv())
