# flaw: tries again without verification where the certificate's issuer is not to be found
# fails: rejects-other-ca
# hint: rejects-other-ca=not-verified
import os
import socket
import ssl
import sys

HOST, PORT, TEXT = sys.argv[1], int(sys.argv[2]), sys.argv[3].encode()
NO_ISSUER = 20


def talk(context: ssl.SSLContext) -> bytes:
    with socket.create_connection((HOST, PORT), timeout=3) as plain:
        with context.wrap_socket(plain, server_hostname=HOST) as secure:
            secure.sendall(TEXT)
            reply = b""
            while len(reply) < len(TEXT) and (piece := secure.recv(4096)):
                reply += piece
            return reply


try:
    try:
        reply = talk(ssl.create_default_context(cafile=os.environ["CAFILE"]))
    except ssl.SSLCertVerificationError as failure:
        if failure.verify_code != NO_ISSUER:
            raise
        reply = talk(ssl._create_unverified_context())
except OSError as failure:
    sys.exit(f"No connection: {failure}")
print(reply.decode())
