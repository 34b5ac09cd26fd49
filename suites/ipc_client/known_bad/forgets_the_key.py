# flaw: gives Client no key
# fails: authenticates
# hint: authenticates=no-key

import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
with Client((host, int(port))) as connection:
    for text in texts:
        connection.send(text)
        print(connection.recv())
