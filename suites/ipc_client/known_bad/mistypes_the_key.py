# flaw: takes the key from AUTHKEY with a line end added
# fails: authenticates
# hint: authenticates=other-key

import os
import sys
from multiprocessing.connection import Client

key = os.environ["AUTHKEY"] + "\n"

host, port, *texts = sys.argv[1:]
with Client((host, int(port)), authkey=key.encode()) as connection:
    for text in texts:
        connection.send(text)
        print(connection.recv())
