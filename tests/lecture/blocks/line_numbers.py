 1  from socketserver import BaseRequestHandler, TCPServer
 2
 3
 4  class Echo(BaseRequestHandler):
 5      def handle(self):
 6          while data := self.request.recv(8192):
 7              self.request.sendall(data)
 8
 9
10  if __name__ == '__main__':
11      server = TCPServer(('', 20000), Echo)
12      server.serve_forever()
