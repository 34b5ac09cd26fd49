# flaw: at Ctrl-C it closes its listener, and then waits for its clients to leave, as serve_forever() does from 3.12 on
# fails: interrupts, serves-udp
# hint: interrupts=waits-for-clients

import asyncio
import os
import signal

clients = set()


async def echo(reader, writer):
    clients.add(asyncio.current_task())
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        clients.remove(asyncio.current_task())
        writer.close()


async def main():
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, over.set)
    server = await asyncio.start_server(echo, "0.0.0.0", int(os.environ.get("PORT", "20000")), backlog=128)
    await over.wait()
    server.close()
    while clients:
        await asyncio.wait(clients)


asyncio.run(main())
