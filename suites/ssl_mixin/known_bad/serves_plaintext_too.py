# flaw: looks at the first byte, and serves those who speak no TLS in plain text
# fails: refuses-plaintext, stalled-handshake
# hint: refuses-plaintext=plain-fallback, stalled-handshake=handshake-while-accepting

import socket
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
        if client.recv(1, socket.MSG_PEEK) not in (b"\x16", b""):
            return client, address
        return self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False), address
