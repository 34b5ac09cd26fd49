# flaw: takes the certificate and never uses it: plain TCP
# fails: handshakes, frees, accepts-trusted-client
# hint: handshakes=plain-text, accepts-trusted-client=plain-text

import os
import socketserver
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))
context.load_verify_locations(os.environ.get("CAFILE", "ca.pem"))
context.verify_mode = ssl.CERT_REQUIRED


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data)
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
