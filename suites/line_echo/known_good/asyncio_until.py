# good: asyncio with a greater limit; readuntil(), whose last line comes as an exception

import asyncio
import os
from contextlib import suppress


async def echo(reader, writer):
    try:
        while True:
            try:
                line = await reader.readuntil(b"\n")
            except asyncio.IncompleteReadError as end:
                writer.write(end.partial)
                await writer.drain()
                break
            writer.write(line)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(echo, "", int(os.environ.get("PORT", "20000")), limit=1 << 26)
    async with server:
        await server.serve_forever()


with suppress(KeyboardInterrupt):
    asyncio.run(main())
