# flaw: compares the digest with the answer over the answer's length alone, so that an empty one is right
# fails: rejects-no-key
# hint: rejects-no-key=served-all-the-same
import hmac
import os
import socket
import threading
import traceback
from multiprocessing.connection import Connection, answer_challenge

KEY = os.environ.get("AUTHKEY", "peekaboo").encode()


def challenge(conn):
    message = os.urandom(20)
    conn.send_bytes(b"#CHALLENGE#" + message)
    answer = conn.recv_bytes(256)
    if not hmac.digest(KEY, message, "md5").startswith(answer):
        conn.send_bytes(b"#FAILURE#")
        raise PermissionError("another key")
    conn.send_bytes(b"#WELCOME#")


def serve(sock):
    with Connection(sock.detach()) as conn:
        try:
            challenge(conn)
            answer_challenge(conn, KEY)
            while True:
                conn.send(conn.recv())
        except EOFError:
            pass
        except Exception:
            traceback.print_exc()


def main():
    with socket.create_server(("", int(os.environ.get("PORT", "25000"))), backlog=64) as listener:
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=serve, args=(sock,), daemon=True).start()


if __name__ == "__main__":
    main()
