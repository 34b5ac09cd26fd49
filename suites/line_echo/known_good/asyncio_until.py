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
    # serve_forever() would not end before its clients have left, from 3.12 on
    await asyncio.get_running_loop().create_future()


with suppress(KeyboardInterrupt):
    asyncio.run(main())
