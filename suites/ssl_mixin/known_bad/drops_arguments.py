# flaw: hands on address and handler alone
# fails: passes-arguments-on, mixes-with-xmlrpc
# hint: passes-arguments-on=arguments-dropped, mixes-with-xmlrpc=arguments-dropped

import ssl


class SSLMixin:
    def __init__(self, server_address, RequestHandlerClass, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.CERT_NONE):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certfile, keyfile)
        if ca_certs:
            self._context.load_verify_locations(ca_certs)
        self._context.verify_mode = cert_reqs
        super().__init__(server_address, RequestHandlerClass)

    def get_request(self):
        client, address = super().get_request()
        return self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False), address
