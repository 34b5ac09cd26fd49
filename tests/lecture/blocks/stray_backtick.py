`
from multiprocessing.connection import Listener


def serve(address, authkey):
    listener = Listener(address, authkey=authkey)
    while True:
        client = listener.accept()
        try:
            while True:
                client.send(client.recv())
        except EOFError:
            print('client has left')


serve(('', 25000), authkey=b'peekaboo')
