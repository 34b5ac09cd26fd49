# flaw: tells the time in the format of ISO 8601
# fails: ctime-format
# hint: ctime-format=another-format

import datetime
import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        _, server = self.request
        now = datetime.datetime.now().isoformat(sep=" ", timespec="seconds")
        server.sendto(now.encode("ascii"), self.client_address)


if __name__ == "__main__":
    socketserver.UDPServer(("", int(os.environ.get("PORT", "20000"))), Handler).serve_forever()
