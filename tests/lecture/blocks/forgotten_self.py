from socketserver import BaseRequestHandler, TCPServer


class Echo(BaseRequestHandler):
    def handle():
        while data := self.request.recv(8192):
            self.request.sendall(data)


if __name__ == '__main__':
    server = TCPServer(('', 20000), Echo)
    server.serve_forever()
