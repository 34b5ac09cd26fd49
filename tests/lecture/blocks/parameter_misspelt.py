import ssl


class SSLMixin:
    def __init__(self, *args, keyfile=None, certfile=None, certs=None,
                 cert_reqs=ssl.CERT_NONE, **kwargs):
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca_certs)
        self.context.load_cert_chain(certfile, keyfile)
        self.context.verify_mode = cert_reqs
        super().__init__(*args, **kwargs)

    def get_request(self):
        client, address = super().get_request()
        return self.context.wrap_socket(client, server_side=True), address
