# flaw: the challenge is drawn once and put to every client, so that whoever has heard one answer can give it again
# fails: rejects-no-key
# hint: rejects-no-key=same-challenge
import asyncio
import hmac
import os
import struct

KEY = os.environ.get("AUTHKEY", "peekaboo").encode()
CHALLENGE = os.urandom(20)


async def receive(reader, most=1 << 30):
    (size,) = struct.unpack("!i", await reader.readexactly(4))
    if size == -1:
        (size,) = struct.unpack("!Q", await reader.readexactly(8))
    if not 0 <= size <= most:
        raise ValueError("bad length")
    return await reader.readexactly(size)


async def send(writer, message):
    writer.write(struct.pack("!i", len(message)) + message)
    await writer.drain()


async def shake_hands(reader, writer):
    # a challenge of 20 bytes is answered by a bare MD5 digest, by every version of Python
    await send(writer, b"#CHALLENGE#" + CHALLENGE)
    answer = await receive(reader, 256)
    if not hmac.compare_digest(answer, hmac.digest(KEY, CHALLENGE, "md5")):
        await send(writer, b"#FAILURE#")
        raise PermissionError
    await send(writer, b"#WELCOME#")
    challenge = (await receive(reader, 256)).removeprefix(b"#CHALLENGE#")
    # one of 20 bytes has no name of a digest before it, whatever its first byte is
    name = challenge[1 : challenge.index(b"}")].decode() if len(challenge) > 20 else ""
    digest = hmac.digest(KEY, challenge, name or "md5")
    await send(writer, b"{%s}%s" % (name.encode(), digest) if name else digest)
    if await receive(reader, 256) != b"#WELCOME#":
        raise PermissionError


async def serve(reader, writer):
    try:
        await shake_hands(reader, writer)
        while True:
            await send(writer, await receive(reader))
    except (OSError, EOFError, ValueError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "0.0.0.0", int(os.environ.get("PORT", "25000")))
    # serve_forever() would not end before its clients have left, from 3.12 on
    await asyncio.get_running_loop().create_future()
    server.close()


asyncio.run(main())
