# flaw: the lecture's client, typed in as it stands there: no time limit; it hard-codes whom it asks
# fails: gives-up
# hint: gives-up=no-time-limit

from socket import AF_INET, SOCK_DGRAM, socket

s = socket(AF_INET, SOCK_DGRAM)
s.sendto(b"", ("localhost", 20000))
print(s.recvfrom(8192))
