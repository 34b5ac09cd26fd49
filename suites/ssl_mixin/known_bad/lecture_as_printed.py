# flaw: ssl.NONE, as the lecture prints it, does not exist
# fails: mixes-with-tcpserver
# hint: mixes-with-tcpserver=missing-in-ssl

import ssl


class SSLMixin:
    '''
    Mixin class that adds support for SSL to existing servers based
    on the socketserver module.
    '''
    def __init__(self, *args, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.NONE, **kwargs):
        self._keyfile = keyfile
        self._certfile = certfile
        self._ca_certs = ca_certs
        self._cert_reqs = cert_reqs
        super().__init__(*args, **kwargs)

    def get_request(self):
        client, addr = super().get_request()
        client_ssl = ssl.wrap_socket(client, keyfile=self._keyfile, certfile=self._certfile,
                                     ca_certs=self._ca_certs, cert_reqs=self._cert_reqs, server_side=True)
        return client_ssl, addr
