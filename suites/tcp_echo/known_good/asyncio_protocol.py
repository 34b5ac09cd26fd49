# good: asyncio's transports; back-pressure by pausing the other direction
# fails: serves-ipv6

import asyncio
import os


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


async def main():
    loop = asyncio.get_running_loop()
    await loop.create_server(Echo, "0.0.0.0", int(os.environ.get("PORT", "20000")))
    await loop.create_future()


if __name__ == "__main__":
    asyncio.run(main())
