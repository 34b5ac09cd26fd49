from socketserver import BaseRequestHandler, ThreadingTCPServer, UDPServer
from threading import Thread
import time


class Echo(BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(8192):
            self.request.sendall(data)


class Time(BaseRequestHandler):
    def handle(self):
        _, sock = self.request
        sock.sendto(time.ctime().encode('ascii'), self.client_address)


Thread(target=UDPServer(('', 20000), Time).serve_forever, daemon=True).start()
ThreadingTCPServer(('', 20000), Echo).serve_forever()
