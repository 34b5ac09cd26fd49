# flaw: looks at the first byte, and echoes to those who speak no TLS as well
# fails: refuses-plaintext

import os
import socket
import socketserver
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            if self.request.recv(1, socket.MSG_PEEK) == b"\x16":
                secure = context.wrap_socket(self.request, server_side=True)
            else:
                secure = self.request
            while data := secure.recv(65536):
                secure.sendall(data)
            if secure is not self.request:
                secure.unwrap()
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    Server(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
