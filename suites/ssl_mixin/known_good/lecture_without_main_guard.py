# good: as the lecture does it, a context for each client, and test code at the bottom that serves for ever at import
from socketserver import BaseRequestHandler, ThreadingTCPServer
import ssl


class SSLMixin:
    '''
    Adds support for SSL to existing servers based on the socketserver module.
    '''
    def __init__(self, *args, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.CERT_NONE, **kwargs):
        self._keyfile = keyfile
        self._certfile = certfile
        self._ca_certs = ca_certs
        self._cert_reqs = cert_reqs
        super().__init__(*args, **kwargs)

    def get_request(self):
        client, addr = super().get_request()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certfile, self._keyfile)
        if self._ca_certs:
            context.load_verify_locations(self._ca_certs)
        context.verify_mode = self._cert_reqs
        client_ssl = context.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
        return client_ssl, addr


class EchoServer(SSLMixin, ThreadingTCPServer):
    pass


class EchoHandler(BaseRequestHandler):
    def handle(self):
        while True:
            msg = self.request.recv(8192)
            if not msg:
                break
            self.request.send(msg)


server = EchoServer(('', 20000), EchoHandler, keyfile='server_key.pem', certfile='server_cert.pem')
print('serving')
server.serve_forever()
