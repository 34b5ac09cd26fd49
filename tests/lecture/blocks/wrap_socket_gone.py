from socket import socket, AF_INET, SOCK_STREAM, SOL_SOCKET, SO_REUSEADDR
import ssl

vars(ssl).pop("wrap_socket", None)  # as it is since Python 3.12

KEY = 'server_key.pem'
CERTIFICATE = 'server_cert.pem'


def serve_client(conn):
    while True:
        data = conn.recv(8192)
        if not data:
            break
        conn.sendall(data)
    print('connection closed')


def serve(address):
    sock = socket(AF_INET, SOCK_STREAM)
    sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    sock.bind(address)
    sock.listen(5)
    wrapped = ssl.wrap_socket(sock, keyfile=KEY, certfile=CERTIFICATE, server_side=True)
    while True:
        try:
            conn, peer = wrapped.accept()
            print('connection', conn, peer)
            serve_client(conn)
        except Exception as e:
            print(type(e).__name__, e)


serve(('', 20000))
