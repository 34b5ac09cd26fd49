# flaw: takes the end of the stream for one more piece, and prints empty pieces for ever, a thousand a second
# fails: prints-reply
# hint: prints-reply=end-not-noticed

import socket
import sys
import time


def main():
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
        s.sendall(sys.argv[3].encode())
        while True:
            data = s.recv(1024)
            print(data.decode(), flush=True)
            if not data:
                time.sleep(0.001)


try:
    main()
except OSError as error:
    sys.exit(f"no reply: {error}")
