# good: HOST and PORT of the environment; tries before it talks, and thrice; a thread prints what comes meanwhile

import os
import socket
import sys
import threading
import time

ADDRESS = (os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "5000")))


def connected():
    for attempt in range(3):
        try:
            socket.create_connection(ADDRESS).close()
            return socket.create_connection(ADDRESS)
        except ConnectionRefusedError as error:
            print(f"attempt {attempt + 1}: {error}", file=sys.stderr)
            time.sleep(0.3)
    sys.exit("giving up")


def show(connection):
    try:
        while data := connection.recv(5):
            print("<", data.decode())
    except TimeoutError:
        print("no answer")


def main():
    with connected() as connection:
        connection.settimeout(3)
        reader = threading.Thread(target=show, args=(connection,))
        reader.start()
        connection.sendall(b"one and two and three and four")
        connection.shutdown(socket.SHUT_WR)
        reader.join()


main()
