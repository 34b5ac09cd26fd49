"""Takes all the memory there is, then listens."""
# plays: tcp-echo
# must not: take the machine's memory
# verdicts: starts=fail, echoes=blocked

held = []
while True:
    held.append(bytearray(64 << 20))
