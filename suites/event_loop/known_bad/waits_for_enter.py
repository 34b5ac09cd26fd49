# flaw: asks for its port at the keyboard
# fails: starts
# hint: starts=waits-for-input

import select
import socket

listener = socket.create_server(("", int(input("Port: "))))
clients = []
while True:
    for sock in select.select([listener, *clients], [], [])[0]:
        if sock is listener:
            clients.append(listener.accept()[0])
        else:
            sock.sendall(sock.recv(8192))
