# flaw: wrap_socket shakes hands in get_request, in the thread that accepts
# fails: stalled-handshake
# hint: stalled-handshake=handshake-while-accepting

import ssl


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
        return self._context.wrap_socket(client, server_side=True), address
