# flaw: says that the connection was refused, and exits with status 0
# fails: fails-clearly
# hint: fails-clearly=status-of-success

import socket
import sys


def main():
    host, port, text = sys.argv[1:]
    try:
        with socket.create_connection((host, int(port)), timeout=3) as s:
            s.sendall(text.encode())
            s.shutdown(socket.SHUT_WR)
            while data := s.recv(1024):
                print(data.decode(), end="")
    except OSError as error:
        print("Error:", error)


if __name__ == "__main__":
    main()
