# good: HOST and PORT of the environment; asks again where no answer comes, and a thread reads

import os
import queue
import socket
import threading

answers = queue.Queue()


def listen(s):
    try:
        answers.put(s.recv(65535))
    except OSError as error:
        print("!", error)


def main():
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.settimeout(7)
        s.connect((os.environ["HOST"], int(os.environ["PORT"])))
        reader = threading.Thread(target=listen, args=(s,), daemon=True)
        reader.start()
        for _ in range(3):
            s.send(b"")
            try:
                print("The server's time:", *answers.get(timeout=2).decode().split())
                break
            except queue.Empty:
                print("asking again")


main()
