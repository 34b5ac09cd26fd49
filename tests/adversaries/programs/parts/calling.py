"""The address that a client is given, and a connection to it."""

import socket
import sys


def connected():
    return socket.create_connection((sys.argv[1], int(sys.argv[2])))
