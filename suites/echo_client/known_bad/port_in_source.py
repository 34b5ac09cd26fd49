# flaw: sends the text that it is given, but to the port that stands in its source
# fails: sends
# hint: sends=calls-elsewhere

import socket
import sys

HOST, PORT = "localhost", 20000


def main():
    try:
        s = socket.create_connection((HOST, PORT), timeout=3)
    except OSError as error:
        sys.exit(f"cannot connect: {error}")
    with s:
        s.sendall(sys.argv[3].encode())
        s.shutdown(socket.SHUT_WR)
        print(b"".join(iter(lambda: s.recv(1024), b"")).decode())


if __name__ == "__main__":
    main()
