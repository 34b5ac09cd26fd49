# flaw: prints what it has sent, and does not read
# fails: prints-reply
# hint: prints-reply=prints-its-own

import socket
import sys


def main():
    host, port, text = sys.argv[1:]
    try:
        with socket.create_connection((host, int(port)), timeout=3) as s:
            s.sendall(text.encode())
    except OSError as error:
        sys.exit(str(error))
    print("Received:", text)


if __name__ == "__main__":
    main()
