"""Writes down what a host and its server say to each other, for whoever holds the frames against the official schemas.

Usage: tap.py FRAMES EXECUTABLE ARGUMENT... stands between a host and a server on standard streams. `http(FRAMES)` is the
same for the HTTP client of a host.
"""

import json
import os
import subprocess
import sys
import threading


class Record:
    """Lines of `{wire, sent | frame | ended, version?}`, each written whole; several processes may write to one file."""

    def __init__(self, path, wire):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.wire = wire

    def note(self, key, data, wire=None, version=None):
        try:
            line = {"wire": wire or self.wire, key: json.loads(data)}
        except ValueError:
            return
        if version:
            line["version"] = version
        os.write(self.file, json.dumps(line).encode() + b"\n")


def main():
    record = Record(sys.argv[1], str(os.getpid()))
    server = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def forward():
        while line := sys.stdin.buffer.readline():
            record.note("sent", line)
            try:
                server.stdin.write(line)
                server.stdin.flush()
            except BrokenPipeError:
                break
        server.stdin.close()

    threading.Thread(target=forward, daemon=True).start()
    while line := server.stdout.readline():
        record.note("frame", line)
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    code = server.wait()
    record.note("ended", str(code))
    sys.exit(code)


def http(path):
    """A transport for httpx2 that writes down what goes over it."""
    import httpx2

    class Stream(httpx2.AsyncByteStream):
        def __init__(self, inner, wire, is_events):
            self.inner, self.wire, self.is_events, self.held = inner, wire, is_events, b""

        async def __aiter__(self):
            async for part in self.inner:
                self.take(part)
                yield part
            if not self.is_events:
                record.note("frame", self.held, self.wire)

        def take(self, part):
            self.held += part
            while self.is_events and b"\n\n" in self.held:
                event, _, self.held = self.held.partition(b"\n\n")
                for line in event.split(b"\n"):
                    if line.startswith(b"data: "):
                        record.note("frame", line[6:], self.wire)

        async def aclose(self):
            await self.inner.aclose()

    class Transport(httpx2.AsyncHTTPTransport):
        requests = 0

        async def handle_async_request(self, request):
            Transport.requests += 1
            session = request.headers.get("mcp-session-id")
            version = request.headers.get("mcp-protocol-version")
            wire = session or "request %d" % Transport.requests
            record.note("sent", request.content if request.method == "POST" else b"", wire, version)
            response = await super().handle_async_request(request)
            is_events = response.headers.get("content-type", "").startswith("text/event-stream")
            # What opens a session belongs to it.
            response.stream = Stream(response.stream, wire, is_events)
            return response

    record = Record(path, "http")
    return Transport()


if __name__ == "__main__":
    main()
