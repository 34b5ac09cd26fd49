# flaw: wraps in process_request, and so takes the place of the method that starts a thread
# fails: mixes-with-threading
# hint: mixes-with-threading=threads-lost

import ssl


class SSLMixin:
    def __init__(self, *args, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.CERT_NONE, **kwargs):
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certfile, keyfile)
        if ca_certs:
            self._context.load_verify_locations(ca_certs)
        self._context.verify_mode = cert_reqs
        super().__init__(*args, **kwargs)

    def process_request(self, request, client_address):
        with self._context.wrap_socket(request, server_side=True) as secure:
            self.finish_request(secure, client_address)
            self.shutdown_request(secure)
