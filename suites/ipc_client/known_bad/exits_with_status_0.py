# flaw: says that the connection was refused, and exits with status 0
# fails: fails-clearly
# hint: fails-clearly=status-of-success

import os
import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
try:
    with Client((host, int(port)), authkey=os.environ["AUTHKEY"].encode()) as connection:
        for text in texts:
            connection.send(text)
            if connection.poll(3):
                print(connection.recv())
except OSError as error:
    print("Error:", error)
