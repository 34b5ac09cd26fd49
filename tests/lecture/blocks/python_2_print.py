from socketserver import BaseRequestHandler, TCPServer


class Echo(BaseRequestHandler):
    def handle(self):
        print 'connection from', self.client_address
        while True:
            data = self.request.recv(8192)
            if not data:
                break
            self.request.send(data)


TCPServer(('', 20000), Echo).serve_forever()
