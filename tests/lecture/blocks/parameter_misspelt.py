import ssl


class SSLMixin:
    def __init__(self, *args, keyfile=None, certfile=None, certs=None,
                 cert_reqs=ssl.CERT_NONE, **kwargs):
        self.keyfile = keyfile
        self.certfile = certfile
        self.ca_certs = ca_certs
        self.cert_reqs = cert_reqs
        super().__init__(*args, **kwargs)

    def get_request(self):
        client, address = super().get_request()
        wrapped = ssl.wrap_socket(client, keyfile=self.keyfile, certfile=self.certfile,
                                  ca_certs=self.ca_certs, cert_reqs=self.cert_reqs, server_side=True)
        return wrapped, address
