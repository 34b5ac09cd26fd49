# good: asyncio's protocols and transports, datagrams among them, in one loop

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


class EchoDatagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data, address)


async def main():
    address = "0.0.0.0", int(os.environ.get("PORT", "20000"))
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(EchoDatagrams, local_addr=address)
    server = await loop.create_server(Echo, *address)
    # serve_forever() would not end before its clients have left, from 3.12 on
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
