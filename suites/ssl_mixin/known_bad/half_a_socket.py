# flaw: gives the handler an object that can receive and send, and nothing else a socket can
# fails: mixes-with-http, mixes-with-xmlrpc
# hint: mixes-with-http=no-makefile, mixes-with-xmlrpc=no-makefile

import ssl


class Connection:
    def __init__(self, secure):
        self._secure = secure

    def recv(self, size):
        return self._secure.recv(size)

    def sendall(self, data):
        self._secure.sendall(data)

    def shutdown(self, how):
        self._secure.shutdown(how)

    def close(self):
        self._secure.close()


class SSLMixin:
    def __init__(self, *args, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.CERT_NONE, **kwargs):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certfile, keyfile)
        if ca_certs:
            self._context.load_verify_locations(ca_certs)
        self._context.verify_mode = cert_reqs
        super().__init__(*args, **kwargs)

    def get_request(self):
        client, address = super().get_request()
        return Connection(self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False)), address
