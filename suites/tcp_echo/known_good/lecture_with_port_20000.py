# good: the lecture's server with port 20000 written into it, without a main guard
# fails: serves-ipv6

from socketserver import BaseRequestHandler, ThreadingTCPServer


class EchoHandler(BaseRequestHandler):
    def handle(self):
        print("Got connection from", self.client_address)
        while True:
            try:
                msg = self.request.recv(8192)
            except ConnectionResetError:
                break
            if not msg:
                break
            try:
                self.request.sendall(msg)
            except (BrokenPipeError, ConnectionResetError):
                break


ThreadingTCPServer.allow_reuse_address = True
ThreadingTCPServer.daemon_threads = True
ThreadingTCPServer.request_queue_size = 100
serv = ThreadingTCPServer(("", 20000), EchoHandler)
serv.serve_forever()
