# flaw: makes a socket and sends on it without having connected it
# fails: sends
# hint: sends=not-connected

import socket
import sys


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.settimeout(3)
        s.sendall(sys.argv[3].encode())
        print(s.recv(1024).decode())


if __name__ == "__main__":
    main()
