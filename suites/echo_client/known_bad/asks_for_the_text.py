# flaw: connects, and then asks its user what to send
# fails: sends
# hint: sends=waits-for-input

import socket
import sys


def main():
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
        message = input("Message: ")
        s.sendall(message.encode())
        print(s.recv(1024).decode())


if __name__ == "__main__":
    main()
