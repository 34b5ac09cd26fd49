# flaw: the lecture's client, in today's words: it verifies who signed, not whose it is; one recv(), no time limit
# fails: rejects-wrong-name, reassembles, gives-up
# hint: rejects-wrong-name=name-not-checked, reassembles=one-recv, gives-up=no-time-limit

import ssl
from socket import AF_INET, SOCK_STREAM, socket

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.load_verify_locations("server_cert.pem")

s = socket(AF_INET, SOCK_STREAM)
s_ssl = context.wrap_socket(s)
s_ssl.connect(("localhost", 20000))
s_ssl.send(b"Hello World?")
print(s_ssl.recv(8192))
