# flaw: switches off the check of dates (X509_V_FLAG_NO_CHECK_TIME), because a test machine's clock was wrong
# fails: rejects-expired, rejects-not-yet-valid
# hint: rejects-expired=not-verified, rejects-not-yet-valid=not-verified

import socket
import ssl
import sys

NO_CHECK_TIME = 0x200000


def main():
    host, port, text = sys.argv[1:]
    context = ssl.create_default_context(cafile="ca.pem")
    context.verify_flags |= NO_CHECK_TIME
    try:
        with socket.create_connection((host, int(port)), timeout=3) as plain:
            with context.wrap_socket(plain, server_hostname=host) as s:
                s.sendall(text.encode())
                reply = b""
                while len(reply) < len(text) and (data := s.recv(1024)):
                    reply += data
                print(reply.decode())
    except OSError as error:
        sys.exit(f"no reply: {error}")


if __name__ == "__main__":
    main()
