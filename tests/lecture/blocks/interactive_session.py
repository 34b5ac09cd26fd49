>>> from socketserver import BaseRequestHandler, TCPServer
>>> class Echo(BaseRequestHandler):
...     def handle(self):
...         self.request.sendall(self.request.recv(8192))
...
>>> server = TCPServer(('', 20000), Echo)
>>> server.server_address
('0.0.0.0', 20000)
>>> server.serve_forever()
