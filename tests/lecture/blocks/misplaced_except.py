from multiprocessing.connection import Listener


def serve_client(client):
    try:
        while True:
            client.send(client.recv())
        except EOFError:
            print('client has left')


def serve(address, authkey):
    listener = Listener(address, authkey=authkey)
    while True:
        serve_client(listener.accept())


serve(('', 25000), authkey=b'peekaboo')
