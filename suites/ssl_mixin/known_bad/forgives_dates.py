# flaw: verifies the client's certificate without a look at its dates
# fails: requires-client-certificate
# hint: requires-client-certificate=forgiven

import ssl

X509_V_FLAG_NO_CHECK_TIME = 0x200000


class SSLMixin:
    def __init__(self, *args, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.CERT_NONE, **kwargs):
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca_certs)
        self.context.load_cert_chain(certfile, keyfile)
        self.context.verify_mode = cert_reqs
        self.context.verify_flags |= X509_V_FLAG_NO_CHECK_TIME
        super().__init__(*args, **kwargs)

    def get_request(self):
        client, address = super().get_request()
        return self.context.wrap_socket(client, server_side=True, do_handshake_on_connect=False), address
