# good: the lecture's server with a thread for each client, port 25000 and the key peekaboo written into it

from multiprocessing.connection import Listener, answer_challenge, deliver_challenge
from threading import Thread
import traceback


def echo_client(conn, authkey):
    try:
        deliver_challenge(conn, authkey)
        answer_challenge(conn, authkey)
        while True:
            msg = conn.recv()
            conn.send(msg)
    except EOFError:
        print("Connection closed")
    except Exception:
        traceback.print_exc()
    finally:
        conn.close()


def echo_server(address, authkey):
    serv = Listener(address, backlog=5)
    while True:
        client = serv.accept()
        Thread(target=echo_client, args=(client, authkey), daemon=True).start()


echo_server(("", 25000), authkey=b"peekaboo")
