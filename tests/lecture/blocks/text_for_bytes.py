from socketserver import StreamRequestHandler, TCPServer


class LineEcho(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            text = line.decode('utf-8')
            self.wfile.write(text)


if __name__ == '__main__':
    TCPServer(('', 20000), LineEcho).serve_forever()
