# flaw: asyncio's readline() takes lines of 64 KiB at most; a longer one raises ValueError and ends the connection
# fails: long-line
# hint: long-line=line-limit

import asyncio
import os


async def echo(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(echo, "", int(os.environ.get("PORT", "20000")))
    # serve_forever() would not end before its clients have left, from 3.12 on
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
