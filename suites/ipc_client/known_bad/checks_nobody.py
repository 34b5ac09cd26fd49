# flaw: shakes hands by itself and does not look at the server's answer to its own challenge
# fails: refuses-impostor
# hint: refuses-impostor=goes-on-without-proof

import os
import sys
from multiprocessing.connection import Client, answer_challenge

CHALLENGE, WELCOME = b"#CHALLENGE#", b"#WELCOME#"

host, port, *texts = sys.argv[1:]
with Client((host, int(port))) as connection:
    answer_challenge(connection, os.environ["AUTHKEY"].encode())
    connection.send_bytes(CHALLENGE + os.urandom(20))
    connection.recv_bytes(256)
    connection.send_bytes(WELCOME)
    for text in texts:
        connection.send(text)
        if connection.poll(3):
            print(connection.recv())
