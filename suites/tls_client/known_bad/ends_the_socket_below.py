# flaw: shuts down the socket below TLS, and then takes records for the reply: shutdown() ends the session in Python
# fails: prints-reply

import socket
import ssl
import sys


def main():
    host, port, text = sys.argv[1:]
    context = ssl.create_default_context(cafile="ca.pem")
    with context.wrap_socket(socket.create_connection((host, int(port)), timeout=3), server_hostname=host) as s:
        s.sendall(text.encode())
        s.shutdown(socket.SHUT_WR)
        reply = b"".join(iter(lambda: s.recv(1024), b""))
        print(reply)


try:
    main()
except OSError as error:
    sys.exit(f"no reply: {error}")
