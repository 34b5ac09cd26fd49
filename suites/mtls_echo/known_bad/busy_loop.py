# flaw: asks hundreds of times in a row whether somebody has come, for each time that it rests
# fails: idles

import os
import socketserver
import ssl
import time

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))
context.load_verify_locations(os.environ.get("CAFILE", "ca.pem"))
context.verify_mode = ssl.CERT_REQUIRED


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
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
    server = Server(("", int(os.environ.get("PORT", "20000"))), Handler)
    server.timeout = 0
    while True:
        for _ in range(250):
            server.handle_request()
        time.sleep(0.001)
