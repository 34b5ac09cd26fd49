# good: asyncio's streams; it listens on two sockets, one for each address family

import asyncio
import os
from contextlib import suppress


async def echo(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(echo, None, int(os.environ.get("PORT", "20000")))
    await asyncio.get_running_loop().create_future()
    server.close()


with suppress(KeyboardInterrupt):
    asyncio.run(main())
