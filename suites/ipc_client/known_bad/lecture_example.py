# flaw: the lecture's client, typed in as it stands there, with two objects and no time limit
# fails: gives-up
# hint: gives-up=no-time-limit

from multiprocessing.connection import Client

c = Client(("localhost", 25000), authkey=b"peekaboo")

c.send("hello")
print("Got:", c.recv())

c.send([1, 2, 3])
print("Got:", c.recv())
