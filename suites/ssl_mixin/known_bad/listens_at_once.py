# flaw: has bind_and_activate among its own arguments, and forgets to hand it on
# fails: passes-arguments-on
# hint: passes-arguments-on=arguments-dropped

import ssl


class SSLMixin:
    def __init__(self, *args, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.CERT_NONE, bind_and_activate=True, **kwargs):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certfile, keyfile)
        if ca_certs:
            self._context.load_verify_locations(ca_certs)
        self._context.verify_mode = cert_reqs
        super().__init__(*args, **kwargs)

    def get_request(self):
        client, address = super().get_request()
        return self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False), address

    def finish_request(self, request, client_address):
        request.do_handshake()
        super().finish_request(request, client_address)
