# flaw: says that the connection was refused, and exits with status 0
# fails: fails-clearly
# hint: fails-clearly=status-of-success

import socket
import ssl
import sys


def main():
    host, port, text = sys.argv[1:]
    context = ssl.create_default_context(cafile="ca.pem")
    try:
        with socket.create_connection((host, int(port)), timeout=3) as plain:
            with context.wrap_socket(plain, server_hostname=host) as s:
                s.sendall(text.encode())
                reply = b""
                while len(reply) < len(text) and (data := s.recv(1024)):
                    reply += data
                print(reply.decode())
    except OSError as error:
        print("Error:", error)


if __name__ == "__main__":
    main()
