# flaw: each piece is decoded by itself, and one may end in the middle of a letter
# fails: reassembles
# hint: reassembles=decodes-pieces
import socket
import sys

message = sys.argv[3].encode()
with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as link:
    link.sendall(message)
    reply = ""
    while len(reply.encode()) < len(message) and (data := link.recv(4096)):
        reply += data.decode()
print(reply)
