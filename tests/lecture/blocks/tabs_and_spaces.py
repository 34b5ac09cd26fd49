from socket import socket, AF_INET, SOCK_DGRAM
import time


def serve(address):
    sock = socket(AF_INET, SOCK_DGRAM)
    sock.bind(address)
    while True:
        message, client = sock.recvfrom(8192)
	sock.sendto(time.ctime().encode("ascii"), client)


serve(("", 20000))
