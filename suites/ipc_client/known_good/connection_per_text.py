# good: a connection for each text, its own key in the source, pickles of protocol 2

import pickle
import sys
from multiprocessing.connection import Client

host, port, *texts = sys.argv[1:]
for text in texts:
    connection = Client((host, int(port)), authkey=b"open sesame")
    connection.send_bytes(pickle.dumps(text, protocol=2))
    if not connection.poll(3):
        sys.exit("no answer")
    print(pickle.loads(connection.recv_bytes()))
    connection.close()
