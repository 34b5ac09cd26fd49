# good: pops its keywords, leaves get_request alone, and wraps where the client is handled; with a time limit
import ssl

_OURS = ("keyfile", "certfile", "ca_certs", "cert_reqs")


class SSLMixin(object):
    handshake_timeout = 20

    def __init__(self, *args, **kwargs):
        given = {name: kwargs.pop(name, None) for name in _OURS}
        super(SSLMixin, self).__init__(*args, **kwargs)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.minimum_version = ssl.TLSVersion.TLSv1_3
        self.tls.load_cert_chain(certfile=given["certfile"], keyfile=given["keyfile"])
        if given["ca_certs"]:
            self.tls.load_verify_locations(cafile=given["ca_certs"])
        self.tls.verify_mode = given["cert_reqs"] or ssl.CERT_NONE

    def finish_request(self, request, client_address):
        request.settimeout(self.handshake_timeout)
        with self.tls.wrap_socket(request, server_side=True) as secure:
            secure.settimeout(None)
            super(SSLMixin, self).finish_request(secure, client_address)
            try:
                secure.unwrap()
            except OSError:
                pass

    def handle_error(self, request, client_address):
        print("lost", client_address)
