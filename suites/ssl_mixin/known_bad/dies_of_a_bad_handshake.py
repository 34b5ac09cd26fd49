# flaw: turns an error of the handshake into an exception that serve_forever does not catch
# fails: requires-client-certificate, refuses-plaintext, survives-failed-handshake, refuses-old-protocols, stalled-handshake
# hint: survives-failed-handshake=raises-while-accepting, refuses-plaintext=raises-while-accepting, refuses-old-protocols=raises-while-accepting, requires-client-certificate=raises-while-accepting

import ssl


class HandshakeFailed(Exception):
    pass


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
        try:
            return self._context.wrap_socket(client, server_side=True), address
        except OSError as error:
            raise HandshakeFailed(f'{address} could not shake hands') from error
