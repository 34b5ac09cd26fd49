# flaw: waits for the Enter key before it binds
# fails: starts
# hint: starts=waits-for-input


import os
import socket
import time

input("Press Enter to start the server. ")
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", int(os.environ.get("PORT", "20000"))))
while True:
    data, address = server.recvfrom(8192)
    server.sendto(time.ctime().encode("ascii"), address)
