# flaw: prints what it has sent, not what came back
# fails: prints-reply
# hint: prints-reply=prints-its-own

import os
import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
with Client((host, int(port)), authkey=os.environ["AUTHKEY"].encode()) as connection:
    for text in texts:
        connection.send(text)
        if connection.poll(3):
            connection.recv()
            print("Got:", text)
