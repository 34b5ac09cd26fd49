# flaw: the lecture's client, typed in as it stands there: one recv(), no time limit; it hard-codes all that it says
# fails: reassembles, gives-up
# hint: reassembles=one-recv, gives-up=no-time-limit

from socket import AF_INET, SOCK_STREAM, socket

s = socket(AF_INET, SOCK_STREAM)
s.connect(("localhost", 20000))
s.send(b"Hello")
print(s.recv(8192))
