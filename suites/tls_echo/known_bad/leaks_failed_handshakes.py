# flaw: keeps the connections of clients whose handshake failed
# fails: frees

import os
import socketserver
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))

strangers = []


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        secure = context.wrap_socket(self.request, server_side=True, do_handshake_on_connect=False)
        try:
            secure.do_handshake()
        except OSError:
            strangers.append(secure)
            return
        try:
            while data := secure.recv(65536):
                secure.sendall(data)
            secure.unwrap()
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
