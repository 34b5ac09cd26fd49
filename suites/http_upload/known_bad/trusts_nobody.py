# flaw: the context is made bare: no authority is loaded into it
# fails: accepts-good-certificate
import ssl
import sys

import requests
from requests.adapters import HTTPAdapter


class Bare(HTTPAdapter):
    def cert_verify(self, *arguments):
        pass

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **options)

    def build_connection_pool_key_attributes(self, request, verify, cert=None):
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        pool.pop("ca_certs", None)
        pool.pop("ca_cert_dir", None)
        return host, pool


session = requests.Session()
session.mount("https://", Bare())
with open("data.csv", "rb") as file:
    answer = session.post(sys.argv[1], files={"file": ("data.csv", file)}, timeout=3)
answer.raise_for_status()
print(answer.text)
