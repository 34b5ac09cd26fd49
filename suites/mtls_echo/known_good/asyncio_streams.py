# good: asyncio, whose transports shake hands by themselves

import asyncio
import os
import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.environ.get("CERTFILE", "server_cert.pem"), os.environ.get("KEYFILE", "server_key.pem"))
context.load_verify_locations(os.environ.get("CAFILE", "ca.pem"))
context.verify_mode = ssl.CERT_REQUIRED


async def echo(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def main():
    port = int(os.environ.get("PORT", "20000"))
    server = await asyncio.start_server(echo, "", port, ssl=context, backlog=128)
    # serve_forever() would not end before its clients have left, from 3.12 on
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
