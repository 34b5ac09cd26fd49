# good: wraps the listening socket once, so that accept() gives wrapped sockets; the handshake comes with the first recv()
import ssl


class SSLMixin:
    def __init__(self, *args, keyfile=None, certfile=None, ca_certs=None, cert_reqs=ssl.CERT_NONE, **kwargs):
        super().__init__(*args, **kwargs)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca_certs)
        context.load_cert_chain(certfile, keyfile)
        context.verify_mode = cert_reqs
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
