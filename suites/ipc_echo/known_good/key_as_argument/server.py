import sys
import threading
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge


def echo_client(conn, key):
    with conn:
        try:
            deliver_challenge(conn, key)
            answer_challenge(conn, key)
            while True:
                conn.send(conn.recv())
        except Exception as error:
            print("client gone:", type(error).__name__)


with Listener(("0.0.0.0", int(sys.argv[1])), backlog=50) as serv:
    while True:
        threading.Thread(target=echo_client, args=(serv.accept(), sys.argv[2].encode()), daemon=True).start()
