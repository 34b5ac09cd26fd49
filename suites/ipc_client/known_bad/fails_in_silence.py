# flaw: exits with status 1 where it is refused, without a word
# fails: fails-clearly
# hint: fails-clearly=no-message

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
except OSError:
    sys.exit(1)
