# flaw: calls recv() once
# fails: reassembles
# hint: reassembles=one-recv

import socket
import sys


def main():
    host, port, text = sys.argv[1:]
    try:
        with socket.create_connection((host, int(port)), timeout=3) as s:
            s.sendall(text.encode())
            print(s.recv(65536).decode())
    except OSError as error:
        sys.exit(f"no reply: {error}")


if __name__ == "__main__":
    main()
