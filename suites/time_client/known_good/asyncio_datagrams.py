# good: asyncio, whose transport cannot send an empty datagram before 3.12: its socket does

import asyncio
import socket
import sys


async def main():
    loop = asyncio.get_running_loop()
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.setblocking(False)
        s.connect((sys.argv[1], int(sys.argv[2])))
        s.send(b"")
        answer = await asyncio.wait_for(loop.sock_recv(s, 1024), timeout=3)
    print(answer)


asyncio.run(main())
