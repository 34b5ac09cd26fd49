# good: asyncio, which starts a few threads of its own at the first use of its executor
# fails: serves-udp

import asyncio
import os


async def echo(reader, writer):
    loop = asyncio.get_running_loop()
    try:
        while data := await reader.read(65536):
            writer.write(await loop.run_in_executor(None, bytes, data))
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(echo, "0.0.0.0", int(os.environ.get("PORT", "20000")))
    # serve_forever() would not end before its clients have left, from 3.12 on
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
