# good: asyncio's datagram endpoint

import asyncio
import os
import time


class Clock(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.transport.sendto(time.ctime().encode("ascii"), addr)


async def main():
    loop = asyncio.get_running_loop()
    address = ("0.0.0.0", int(os.environ.get("PORT", "20000")))
    await loop.create_datagram_endpoint(Clock, local_addr=address)
    await loop.create_future()


if __name__ == "__main__":
    asyncio.run(main())
