# flaw: wants a key before it asks
# fails: sends
# hint: sends=waits-for-input

import socket
import sys


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(3)
        input("Press Enter to ask for the time")
        s.sendto(b"", (sys.argv[1], int(sys.argv[2])))
        print(s.recv(1024).decode())


if __name__ == "__main__":
    main()
