from socketserver import BaseRequestHandler, StreamRequestHandler, TCPServer


class Echo(BaseRequestHandler):
    def handle(self):
        while True:
            data = self.request.recv(8192)
            if not data:
                break
            self.request.send(data)


class LineEcho(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


first = TCPServer(('', 20000), Echo)
second = TCPServer(('', 20000), LineEcho)
first.serve_forever()
second.serve_forever()
