"""A crowd of clients at one database: each runs workflows, searches, subscribes and cancels by chance.

Usage: crowd.py SECONDS SEED CLIENTS PID PORT TOKEN-FILE FRAMES EXECUTABLE ARGUMENT...
Of every four clients one speaks the older and one the newer protocol over HTTP to the server of PID, and as many over
the standard streams of a server of its own, which EXECUTABLE ARGUMENT... starts. What was sent and what came is written
to FRAMES. Prints what was done and ends with 0, or what was wrong and ends with 1.
"""

import asyncio
import collections
import random
import sys
import time

from wires import Fault, Figures, HTTPWire, Record, StdioWire, answer, check


class Client:
    """What one client does, and all that has to come of it."""

    def __init__(self, number, wire, dice):
        self.number, self.wire, self.dice = number, wire, dice
        self.title = "client %d" % number
        self.notes = self.runs = self.evidence = 0
        self.done = collections.Counter()

    async def call(self, tool, **arguments):
        return answer(await self.wire.call(tool, arguments))

    async def begin(self):
        self.session = (await self.call("open_session", title=self.title, window="last 1h"))["session"]
        asked = await self.call("run_workflow", workflow="asking", session=self.session, wait=20)
        check(asked["status"] == "waiting", asked)
        self.waiting = asked["run"]
        self.runs += 1

    async def live(self, until):
        deeds = [self.run, self.search, self.search, self.read, self.note, self.listen, self.give_up, self.give_up,
                 self.stop]
        while time.monotonic() < until:
            deed = self.dice.choice(deeds)
            await deed()
            self.done[deed.__name__] += 1

    async def run(self):
        # Two steps, two pieces of evidence.
        ended = await self.call("run_workflow", workflow="pair", session=self.session, wait=20)
        check(ended["status"] == "succeeded" and ended["session"] == self.session, ended)
        self.runs += 1
        self.evidence += 2

    async def search(self):
        found = await self.call(
            "search_logs", session=self.session, literal="%d/%d" % (self.number, self.dice.randrange(1 << 30)))
        check(found["evidence"].startswith("ev_"), found)
        self.evidence += 1

    async def read(self):
        told = await self.call("get_session", session=self.session)
        check(told["title"] == self.title and told["session"] == self.session, told)

    async def note(self):
        await self.call("add_note", session=self.session, text="note %d of %s" % (self.notes, self.title))
        self.notes += 1

    async def listen(self):
        await self.wire.listen("casebook://sessions/" + self.session, self.note)

    async def give_up(self):
        """Takes back a call that would wait for 20 s."""
        frame = await self.wire.abandon(
            "get_run", {"session": self.session, "run": self.waiting, "wait": 20}, self.dice.random() * 0.05)
        check(frame is None or "error" in frame, "a call that waits was answered", frame)

    async def stop(self):
        asked = await self.call("run_workflow", workflow="asking", session=self.session, wait=20)
        ended = await self.call("cancel_run", session=self.session, run=asked["run"])
        check(ended["status"] == "cancelled", ended)
        self.runs += 1

    async def end(self):
        told = await self.call("get_session", session=self.session)
        check(told["title"] == self.title, told)
        await self.wire.close()
        check(not self.wire.faults, self.wire.faults)

    @property
    def line(self):
        """What its session has to hold, for whoever reads it by other means."""
        return "%s %d %d %d" % (self.session, self.notes, self.runs, self.evidence)


async def settled(figures, most):
    """Waits until a process has closed the sockets of those who went."""
    for _ in range(300):
        if figures.sockets() <= most:
            return
        await asyncio.sleep(0.05)
    check(False, "sockets are left", figures.sockets(), most)


async def wire(number, record, port, token, command):
    modern = number % 2 == 1
    if number % 4 < 2:
        made = HTTPWire(number, modern, record)
        await made.open(port, token)
    else:
        made = StdioWire(number, modern, record)
        await made.open(command)
    return made


async def main():
    seconds, seed, count, pid, port = (int(word) for word in sys.argv[1:6])
    path, frames, command = sys.argv[6], sys.argv[7], sys.argv[8:]
    with open(path, encoding="ascii") as file:
        token = file.read().strip()
    record = Record(4000)
    server = Figures(pid)

    async def client(number):
        return Client(number, await wire(number, record, port, token, command), random.Random("%d/%d" % (seed, number)))

    # Nobody is connected; whatever is there now is the server's own.
    sockets = server.sockets()
    first = await client(0)
    await first.begin()
    await first.live(time.monotonic() + 0.5)
    await first.end()
    descriptors, start = server.descriptors(), time.monotonic()
    crowd = [await client(number) for number in range(1, count + 1)]
    await asyncio.gather(*(each.begin() for each in crowd))
    memory = [server.memory()]

    async def watch():
        # After a fifth of the time caches are full and the rest is growth.
        await asyncio.sleep(seconds / 5)
        memory.append(server.memory())

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(each.live(start + seconds) for each in crowd))
    await watching
    memory.append(server.memory())
    own = [(Figures(each.wire.pid), each) for each in crowd if isinstance(each.wire, StdioWire)]
    held = [figures.descriptors() for figures, _ in own]
    check(not held or max(held) - min(held) <= 8, "servers hold descriptors", held)
    await asyncio.gather(*(each.end() for each in crowd))
    await settled(server, sockets)
    # Each of the database's four readers holds two files.
    check(server.descriptors() <= descriptors + 8, "descriptors are left", descriptors, server.descriptors())
    record.write(frames)
    done = sum((each.done for each in crowd), collections.Counter())
    print("seed %d, %d clients, %d s: %s" % (seed, count, seconds, dict(sorted(done.items()))))
    print("descriptors %d, then %d; MiB %s" % (descriptors, server.descriptors(), memory))
    for each in [first] + crowd:
        print("session " + each.line)


try:
    asyncio.run(main())
except (Fault, asyncio.TimeoutError, asyncio.IncompleteReadError, ConnectionError) as fault:
    print("seed %s: %r" % (sys.argv[2], fault))
    sys.exit(1)
