# flaw: echoes datagrams: it binds a UDP socket and listens on no TCP port
# fails: starts
# hint: starts=wrong-transport


import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        data, server = self.request
        server.sendto(data, self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
