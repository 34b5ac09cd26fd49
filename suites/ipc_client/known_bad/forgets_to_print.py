# flaw: receives the answers and does not print them
# fails: prints-reply
# hint: prints-reply=not-printed

import os
import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
with Client((host, int(port)), authkey=os.environ["AUTHKEY"].encode()) as connection:
    for text in texts:
        connection.send(text)
        if connection.poll(3):
            answer = connection.recv()
