# flaw: the host's name is looked for anywhere in the certificate, and stands in localhost.somewhere.example as well
# fails: rejects-wrong-name
# hint: rejects-wrong-name=name-not-checked

import socket
import ssl
import sys


def main():
    host, port, text = sys.argv[1:]
    context = ssl.create_default_context(cafile="ca.pem")
    context.check_hostname = False
    with socket.create_connection((host, int(port)), timeout=3) as plain:
        with context.wrap_socket(plain) as s:
            if host not in str(s.getpeercert()):
                raise OSError("the certificate is for another host")
            s.sendall(text.encode())
            reply = b""
            while len(reply) < len(text) and (data := s.recv(1024)):
                reply += data
            print(reply.decode())


try:
    main()
except OSError as error:
    sys.exit(f"no reply: {error}")
