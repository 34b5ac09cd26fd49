"""Takes all the memory there is, then listens."""


held = []
while True:
    held.append(bytearray(64 << 20))
