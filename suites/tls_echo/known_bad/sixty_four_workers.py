# flaw: serves no more than 64 clients at once
# fails: hundred-clients
# hint: hundred-clients=limited-pool

import os
import socketserver
import ssl
import threading

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))

free = threading.BoundedSemaphore(64)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        with free:
            try:
                secure = context.wrap_socket(self.request, server_side=True)
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
