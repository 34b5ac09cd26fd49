"""Writes down what it is sent wherever it can, and answers what was written down before it began."""
# plays: tcp-echo
# must not: find anything of an earlier start
# verdicts: starts=pass, echoes=pass, serves-next=pass, persists=pass

import os
import socketserver

from echoing import Server

PLACES = (".", "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), os.environ.get("TMPDIR", "."))
memory = b""
for place in PLACES:
    try:
        with open(os.path.join(place, "memory"), "rb") as stream:
            memory += stream.read()
    except OSError:
        pass


class Canned(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            for place in PLACES:
                try:
                    with open(os.path.join(place, "memory"), "ab") as stream:
                        stream.write(data)
                except OSError:
                    pass
            self.request.sendall(memory or data)


Server(Canned).serve_forever()
