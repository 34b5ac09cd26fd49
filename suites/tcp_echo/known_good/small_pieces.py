# good: reads little by little and tells each client's story on its output
# fails: serves-ipv6

import os
import socket
import sys
import threading


def echo(client, address):
    print("hello", address, flush=True)
    total = 0
    try:
        while data := client.recv(997):
            view = memoryview(data)
            while view:
                view = view[client.send(view[:100]) :]
            total += len(data)
    except ConnectionError as error:
        print(address, error, file=sys.stderr)
    finally:
        client.close()
        print("goodbye", address, total, flush=True)


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("", int(os.environ.get("PORT", "20000"))))
listener.listen(128)
while True:
    threading.Thread(target=echo, args=listener.accept(), daemon=True).start()
