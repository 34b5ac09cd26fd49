# flaw: asks the server for its certificate, and then trusts that one as well
# fails: rejects-other-ca, rejects-self-signed
# hint: rejects-other-ca=not-verified, rejects-self-signed=not-verified

import socket
import ssl
import sys


def main():
    host, port, text = sys.argv[1:]
    address = (host, int(port))
    context = ssl.create_default_context(cafile="ca.pem")
    # as every default context has it from 3.13 on
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=ssl.get_server_certificate(address, timeout=3))
    with socket.create_connection(address, timeout=3) as plain:
        with context.wrap_socket(plain, server_hostname=host) as s:
            s.sendall(text.encode())
            reply = b""
            while len(reply) < len(text) and (data := s.recv(1024)):
                reply += data
            print(reply.decode())


try:
    main()
except OSError as error:
    sys.exit(f"no reply: {error}")
