from multiprocessing.connection import Listener
import traceback


def serve_client(conn):
    try:
        while True:
            conn.send(conn.recv())
    except EOFError:
        print('client has left')


def serve(address, authkey):
    listener = Listener(address, authkey=authkey
    while True:
        try:
            serve_client(listener.accept())
        except Exception:
            traceback.print_exc()


serve(('', 25000), authkey=b'peekaboo')
