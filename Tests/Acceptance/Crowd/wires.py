"""The ways in which the clients of a crowd speak to a server: the standard library alone.

Each wire answers `call`, `abandon` and `listen`, in one era of the protocol. Whatever comes that nobody waits for is
a fault: an answer given twice or to another, progress of an ended call, news of what is not watched.
"""

import asyncio
import json
import os

MODERN = "2026-07-28"
LEGACY = "2025-11-25"
PATIENCE = 60


class Fault(Exception):
    pass


def check(holds, *told):
    if not holds:
        raise Fault(told)


class Record:
    """What was sent and what came, up to a bound, for whoever holds the frames against the official schemas."""

    def __init__(self, most):
        self.lines, self.most = [], most

    def note(self, wire, key, message, version=None):
        if len(self.lines) < self.most:
            line = {"wire": str(wire), key: message}
            if version:
                line["version"] = version
            self.lines.append(line)

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            for line in self.lines:
                file.write(json.dumps(line) + "\n")


class Wire:
    """What all ways have in common."""

    def __init__(self, number, modern, record):
        self.number, self.modern, self.record = number, modern, record
        self.next = 0
        self.faults = []
        # Progress tokens of calls that run, and whether each was told of.
        self.progress = {}

    def request(self, method, params):
        self.next += 1
        params = dict(params)
        meta = {"progressToken": "%d/%d" % (self.number, self.next)}
        if self.modern:
            meta["io.modelcontextprotocol/protocolVersion"] = MODERN
            meta["io.modelcontextprotocol/clientCapabilities"] = {}
        if method in ("tools/call", "subscriptions/listen") or self.modern:
            params["_meta"] = meta
        if method == "tools/call":
            self.progress[meta["progressToken"]] = asyncio.Event()
        return {"jsonrpc": "2.0", "id": self.next, "method": method, "params": params}

    def ended(self, request):
        self.progress.pop(request["params"].get("_meta", {}).get("progressToken"), None)

    def told(self, frame, abandoned=()):
        """Takes a notification; gives the resource that it is about."""
        method, params = frame["method"], frame.get("params", {})
        if method == "notifications/progress":
            token = params["progressToken"]
            check(token in self.progress or token in abandoned, "progress of a call that does not run", frame)
            if token in self.progress:
                self.progress[token].set()
        elif method == "notifications/resources/updated":
            return params["uri"]
        return None


def answer(frame):
    """The structured answer of a call."""
    check("result" in frame, frame)
    result = frame["result"]
    check(not result.get("isError"), frame)
    return result["structuredContent"]


class StdioWire(Wire):
    """A server of one's own on its standard streams."""

    async def open(self, command):
        self.process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=16 << 20)
        self.pending, self.abandoned, self.watched, self.tokens = {}, set(), {}, set()
        self.reader = asyncio.create_task(self.read())
        if not self.modern:
            opened = await self.ask(self.request("initialize", {
                "protocolVersion": LEGACY, "capabilities": {}, "clientInfo": {"name": "crowd", "version": "1"}}))
            check(opened["result"]["protocolVersion"] == LEGACY, opened)
            self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    @property
    def pid(self):
        return self.process.pid

    def send(self, message):
        self.record.note(self.number, "sent", message)
        self.process.stdin.write(json.dumps(message).encode() + b"\n")

    async def read(self):
        try:
            while line := await self.process.stdout.readline():
                frame = json.loads(line)
                self.record.note(self.number, "frame", frame)
                self.take(frame)
        except (Fault, ValueError, KeyError) as fault:
            self.faults.append(repr(fault))
        for waiting in self.pending.values():
            if not waiting.done():
                waiting.set_exception(Fault("the server has gone"))

    def take(self, frame):
        if "method" in frame:
            if frame["method"] == "notifications/cancelled":
                return
            uri = self.told(frame, self.tokens)
            subscription = frame.get("params", {}).get("_meta", {}).get("io.modelcontextprotocol/subscriptionId")
            if frame["method"] == "notifications/subscriptions/acknowledged" or uri:
                queue = self.watched.get(subscription if self.modern else uri)
                check(queue is not None or subscription in self.abandoned or not self.modern, "unwatched", frame)
                if queue:
                    queue.put_nowait(frame)
            return
        waiting = self.pending.pop(frame["id"], None)
        if waiting is None:
            # It may have been on its way; once.
            check(frame["id"] in self.abandoned, "an answer that nobody waits for", frame)
            self.abandoned.discard(frame["id"])
        elif not waiting.done():
            waiting.set_result(frame)

    async def ask(self, request):
        waiting = self.pending[request["id"]] = asyncio.get_running_loop().create_future()
        self.send(request)
        try:
            return await asyncio.wait_for(waiting, PATIENCE)
        finally:
            self.ended(request)

    async def call(self, tool, arguments):
        return await self.ask(self.request("tools/call", {"name": tool, "arguments": arguments}))

    async def abandon(self, tool, arguments, delay):
        """Begins a call and takes it back; gives its answer if that was quicker."""
        request = self.request("tools/call", {"name": tool, "arguments": arguments})
        waiting = self.pending[request["id"]] = asyncio.get_running_loop().create_future()
        self.send(request)
        await asyncio.wait([waiting], timeout=delay)
        self.tokens.add(request["params"]["_meta"]["progressToken"])
        self.ended(request)
        if waiting.done():
            return waiting.result()
        self.forget(request["id"])
        return None

    def forget(self, number):
        self.pending.pop(number, None)
        self.abandoned.add(number)
        self.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": number}})

    async def listen(self, uri, change):
        """Watches a resource, has it changed, and hears of it."""
        queue = asyncio.Queue()
        if self.modern:
            request = self.request("subscriptions/listen", {"notifications": {"resourceSubscriptions": [uri]}})
            self.watched[request["id"]] = queue
            self.send(request)
            acknowledged = await asyncio.wait_for(queue.get(), PATIENCE)
            check(acknowledged["method"].endswith("acknowledged"), acknowledged)
        else:
            self.watched[uri] = queue
            await self.ask(self.request("resources/subscribe", {"uri": uri}))
        await change()
        told = await asyncio.wait_for(queue.get(), PATIENCE)
        check(told["params"]["uri"] == uri, told)
        if self.modern:
            del self.watched[request["id"]]
            self.forget(request["id"])
        else:
            await self.ask(self.request("resources/unsubscribe", {"uri": uri}))
            del self.watched[uri]

    async def close(self):
        self.process.stdin.close()
        code = await asyncio.wait_for(self.process.wait(), PATIENCE)
        await self.reader
        check(code == 0, "the server ended in", code)


class Reply:
    """The answer of one HTTP request, read as far as it has come."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    async def head(self):
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        self.status = int(lines[0].split(" ")[1])
        self.fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        self.chunked = self.fields.get("transfer-encoding") == "chunked"
        self.is_stream = self.fields.get("content-type", "").startswith("text/event-stream")
        return self

    async def document(self):
        body = await self.reader.readexactly(int(self.fields.get("content-length", 0)))
        return json.loads(body) if body else None

    async def events(self):
        held = b""
        while True:
            size = int(await self.reader.readline(), 16)
            held += (await self.reader.readexactly(size + 2))[:-2]
            while b"\n\n" in held:
                event, _, held = held.partition(b"\n\n")
                if event.startswith(b"data: "):
                    yield json.loads(event[6:])
            if size == 0:
                check(held == b"", "half an event", held)
                return

    def close(self):
        self.writer.close()


class HTTPWire(Wire):
    """A server that many share, over HTTP."""

    async def open(self, port, token):
        self.port, self.token, self.session, self.spare = port, token, None, []
        if self.modern:
            return
        reply = await self.post(self.request("initialize", {
            "protocolVersion": LEGACY, "capabilities": {}, "clientInfo": {"name": "crowd", "version": "1"}}))
        opened = await reply.document()
        self.record.note(self.number, "frame", opened)
        check(reply.status == 200, reply.status, opened)
        self.session = reply.fields["mcp-session-id"]
        self.release(reply)
        await self.notify({"jsonrpc": "2.0", "method": "notifications/initialized"})
        self.stream = await self.exchange("GET", None, {})
        self.news = asyncio.Queue()
        self.follower = asyncio.create_task(self.follow())

    async def follow(self):
        """The session's own stream."""
        try:
            async for frame in self.stream.events():
                self.record.note(self.number, "frame", frame)
                uri = self.told(frame)
                if uri:
                    self.news.put_nowait(uri)
        except (Fault, KeyError) as fault:
            self.faults.append(repr(fault))
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            pass

    async def exchange(self, method, body, fields):
        data = b"" if body is None else json.dumps(body).encode()
        fields = {
            "Host": "127.0.0.1:%s" % self.port, "Accept": "application/json, text/event-stream",
            "Content-Type": "application/json", "Authorization": "Bearer " + self.token,
            "Content-Length": str(len(data)), **fields}
        if self.session:
            fields.update({"Mcp-Session-Id": self.session, "MCP-Protocol-Version": LEGACY})
        head = "".join("%s: %s\r\n" % pair for pair in fields.items())
        reader, writer = self.spare.pop() if self.spare else await asyncio.open_connection(
            "127.0.0.1", self.port, limit=16 << 20)
        writer.write(("%s /mcp HTTP/1.1\r\n%s\r\n" % (method, head)).encode() + data)
        try:
            return await Reply(reader, writer).head()
        except asyncio.CancelledError:
            writer.close()
            raise

    def key(self, message):
        """Modern requests stand alone, so that their identifiers do not matter to each other."""
        return "%d/%d" % (self.number, message["id"]) if self.modern else self.number

    async def post(self, message):
        fields = {}
        if self.modern:
            fields = {"MCP-Protocol-Version": MODERN, "Mcp-Method": message["method"]}
            if "name" in message["params"]:
                fields["Mcp-Name"] = message["params"]["name"]
        self.record.note(self.key(message) if "id" in message else self.number, "sent", message)
        return await self.exchange("POST", message, fields)

    async def notify(self, message):
        self.record.note(self.number, "sent", message)
        reply = await self.exchange("POST", message, {})
        check(reply.status == 202, reply.status)
        self.release(reply)

    def release(self, reply):
        self.spare.append((reply.reader, reply.writer))

    async def ask(self, request):
        try:
            return await asyncio.wait_for(self.answered(request), PATIENCE)
        finally:
            self.ended(request)

    async def answered(self, request):
        """The answer to a request; nil when its stream ended without one."""
        reply = await self.post(request)
        check(reply.status == 200, reply.status)
        try:
            return await self.last(request, reply)
        except asyncio.CancelledError:
            reply.close()
            raise

    async def last(self, request, reply):
        found = None
        if reply.is_stream:
            async for frame in reply.events():
                self.record.note(self.key(request), "frame", frame)
                check(found is None, "more after the answer", frame)
                if "method" in frame:
                    token = frame.get("params", {}).get("progressToken")
                    check(token == request["params"]["_meta"]["progressToken"], "another's stream", frame)
                    self.told(frame)
                else:
                    found = frame
        else:
            found = await reply.document()
            self.record.note(self.key(request), "frame", found)
        self.release(reply)
        check(found is None or found["id"] == request["id"], "another's answer", found)
        return found

    async def call(self, tool, arguments):
        frame = await self.ask(self.request("tools/call", {"name": tool, "arguments": arguments}))
        check(frame is not None, "an answer is lost", tool)
        return frame

    async def abandon(self, tool, arguments, delay):
        request = self.request("tools/call", {"name": tool, "arguments": arguments})
        waiting = asyncio.create_task(self.answered(request))
        if not self.modern:
            # On a connection of its own the cancellation could be there before the call, and would mean nothing.
            begun = self.progress[request["params"]["_meta"]["progressToken"]]
            await asyncio.wait_for(begun.wait(), PATIENCE)
        await asyncio.wait([waiting], timeout=delay)
        if not waiting.done() and self.modern:
            # To go is to take it back.
            waiting.cancel()
            await asyncio.wait([waiting])
            self.ended(request)
            return None if waiting.cancelled() else waiting.result()
        if not waiting.done():
            await self.notify(
                {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": request["id"]}})
        frame = await asyncio.wait_for(waiting, PATIENCE)
        self.ended(request)
        return frame

    async def listen(self, uri, change):
        if not self.modern:
            await self.ask(self.request("resources/subscribe", {"uri": uri}))
            await change()
            told = await asyncio.wait_for(self.news.get(), PATIENCE)
            check(told == uri, "another's news", told)
            await self.ask(self.request("resources/unsubscribe", {"uri": uri}))
            while not self.news.empty():
                check(self.news.get_nowait() == uri, "another's news")
            return
        request = self.request("subscriptions/listen", {"notifications": {"resourceSubscriptions": [uri]}})
        reply = await self.post(request)
        check(reply.status == 200 and reply.is_stream, reply.status)
        events = reply.events()
        acknowledged = await asyncio.wait_for(anext(events), PATIENCE)
        self.record.note(self.key(request), "frame", acknowledged)
        check(acknowledged["method"].endswith("acknowledged"), acknowledged)
        await change()
        told = await asyncio.wait_for(anext(events), PATIENCE)
        self.record.note(self.key(request), "frame", told)
        mark = told["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"]
        check(told["params"]["uri"] == uri and mark == request["id"], "another's news", told)
        reply.close()

    async def close(self):
        if self.session:
            reply = await self.exchange("DELETE", None, {})
            check(reply.status == 204, reply.status)
            self.release(reply)
            await asyncio.wait([self.follower], timeout=PATIENCE)
            check(self.follower.done(), "the session's stream goes on")
            self.stream.close()
        for _, writer in self.spare:
            writer.close()


class Figures:
    """What the kernel tells of a process."""

    def __init__(self, pid):
        self.pid = pid

    def sockets(self):
        """Those that are open; connections to the database come and go with the number of its readers."""
        count, folder = 0, "/proc/%d/fd/" % self.pid
        for name in os.listdir(folder):
            try:
                count += os.readlink(folder + name).startswith("socket:")
            except FileNotFoundError:
                pass
        return count

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.pid))

    def memory(self):
        with open("/proc/%d/status" % self.pid, encoding="ascii") as file:
            return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmRSS"))
