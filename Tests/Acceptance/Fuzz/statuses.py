"""Stands between a client and a server on a port of this machine, and counts the statuses that the server answers.

Usage: statuses.py PORT. Prints its own port at once, and the counts as JSON at the end of its standard input.
"""

import asyncio
import collections
import json
import re
import sys

STATUS = re.compile(rb"HTTP/1\.1 ([0-9]{3}) ")
counts = collections.Counter()


async def copy(reader, writer, is_answer):
    try:
        while data := await reader.read(1 << 16):
            if is_answer:
                counts.update(match.decode() for match in STATUS.findall(data))
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def connect(reader, writer):
    try:
        inner, outer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    except ConnectionError:
        counts["refused"] += 1
        return writer.close()
    await asyncio.gather(copy(reader, outer, False), copy(inner, writer, True))


async def main():
    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(json.dumps(counts), flush=True)


asyncio.run(main())
