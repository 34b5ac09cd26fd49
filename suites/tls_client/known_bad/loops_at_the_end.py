# flaw: takes the end of the stream for one more piece, and prints empty pieces for ever
# fails: prints-reply
# hint: prints-reply=end-not-noticed

import os
import socket
import ssl
import sys
import time


def main():
    host, port, text = sys.argv[1:]
    context = ssl.create_default_context(cafile=os.environ.get("CAFILE", "ca.pem"))
    with context.wrap_socket(socket.create_connection((host, int(port)), timeout=3), server_hostname=host) as s:
        s.sendall(text.encode())
        while True:
            print(s.recv(1024).decode(), flush=True)
            # slower than it could, for whoever tests beside
            time.sleep(0.01)


try:
    main()
except OSError as error:
    sys.exit(f"no reply: {error}")
