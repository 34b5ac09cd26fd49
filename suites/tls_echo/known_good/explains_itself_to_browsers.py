# good: answers who speaks no TLS with a page in plain text that says so, and resets where a handshake fails

import os
import socket
import socketserver
import ssl
import struct

PAGE = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nThis port speaks TLS only.\n"
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            if self.request.recv(1, socket.MSG_PEEK) != b"\x16":
                self.request.sendall(PAGE)
                return
            secure = context.wrap_socket(self.request, server_side=True)
        except OSError:
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
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
