# good: asyncio streams under a time limit; reads to the end of the stream, which it waits for

import asyncio
import sys


async def ask(host, port, text):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(text.encode())
    await writer.drain()
    reply = await reader.read()
    writer.close()
    return reply


async def main():
    reply = await asyncio.wait_for(ask(*sys.argv[1:]), timeout=4)
    print(f"Received: {reply.decode()!r}")


asyncio.run(main())
