# flaw: takes a recv() that returns less than it might for the end of the reply
# fails: reassembles
# hint: reassembles=one-recv

import socket
import sys

SIZE = 4096


def main():
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
        s.sendall(sys.argv[3].encode())
        reply = b""
        while True:
            data = s.recv(SIZE)
            reply += data
            if len(data) < SIZE:
                break
        print(reply.decode())


if __name__ == "__main__":
    main()
