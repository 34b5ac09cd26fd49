# flaw: the keywords are key and cert
# fails: mixes-with-tcpserver
# hint: mixes-with-tcpserver=other-keywords

import ssl


class SSLMixin:
    def __init__(self, *args, key, cert, **kwargs):
        super().__init__(*args, **kwargs)
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(cert, key)

    def get_request(self):
        client, address = super().get_request()
        return self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False), address
