# good: asyncio, TLS 1.3 only; reads exactly as many bytes as it sent

import asyncio
import ssl
import sys


async def main(host, port, text):
    context = ssl.create_default_context(cafile="ca.pem")
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    reader, writer = await asyncio.open_connection(host, port, ssl=context)
    writer.write(text)
    await writer.drain()
    reply = await reader.readexactly(len(text))
    writer.close()
    return reply


host, port, text = sys.argv[1:]
print("Reply:", asyncio.run(asyncio.wait_for(main(host, int(port), text.encode()), 5)).decode())
