"""Drives servers by the official Python SDK, or by FastMCP, as hosts do.

Usage: host_checks.py CLIENT MODE WAY FRAMES CASEBOOK FIXTURE
  CLIENT            sdk or fastmcp
  MODE              auto, legacy, or the revision that is pinned
  WAY               stdio or http
  FRAMES            the file that what is said is written to
  CASEBOOK FIXTURE  the two servers, each in one word: the parts of a command, or a URL and the file of a token, with tabs
                    between them. FIXTURE is the one of the library's own tests, which has every feature.
Prints what was wrong and ends with 1, or ends with 0.
"""

import asyncio
import json
import os
import sys

import httpx2
import mcp
import mcp_types as types
import tap
from mcp.client.streamable_http import streamable_http_client
from mcp.client.subscriptions import listen as subscribe

TIMEOUT = 30


def check(holds, *told):
    if not holds:
        raise AssertionError(told)


def structured(result, *told):
    """The structured answer, of which the text says the same."""
    check(not result.is_error, *told, result)
    text = "".join(block.text for block in result.content if block.type == "text")
    check(result.structured_content is not None and text, *told, result)
    return result.structured_content


class Place:
    """Where a server is."""

    def __init__(self, way, frames, words):
        self.frames, self.words, self.is_stdio = frames, words.split("\t"), way == "stdio"

    @property
    def command(self):
        return [sys.executable, os.path.join(os.path.dirname(__file__), "tap.py"), self.frames] + self.words

    @property
    def headers(self):
        with open(self.words[1], encoding="ascii") as file:
            return {"Authorization": "Bearer " + file.read().strip()}

    def client(self, headers=None, timeout=None, auth=None, **_):
        return httpx2.AsyncClient(
            headers={**self.headers, **(headers or {})}, timeout=TIMEOUT, transport=tap.http(self.frames))

    def sdk(self):
        if self.is_stdio:
            command, *arguments = self.command
            return mcp.StdioServerParameters(command=command, args=arguments, env=dict(os.environ), cwd=os.getcwd())
        return streamable_http_client(self.words[0], http_client=self.client())

    def fastmcp(self):
        from fastmcp.client.transports import StdioTransport, StreamableHttpTransport

        if self.is_stdio:
            command, *arguments = self.command
            return StdioTransport(
                command=command, args=arguments, env=dict(os.environ), cwd=os.getcwd(), keep_alive=False)
        return StreamableHttpTransport(self.words[0], httpx_client_factory=self.client)


class SDKHost:
    """What the checks ask of a host, by the official SDK."""

    def __init__(self, client):
        self.client, self.session = client, client.session

    async def tools(self):
        return (await self.client.list_tools()).tools

    async def prompts(self):
        return (await self.client.list_prompts()).prompts

    async def resources(self):
        return (await self.client.list_resources()).resources

    async def templates(self):
        return (await self.client.list_resource_templates()).resource_templates

    async def call(self, tool, arguments, progress=None):
        return await self.client.call_tool(tool, arguments, progress_callback=progress)

    async def read(self, uri):
        return (await self.client.read_resource(uri)).contents

    async def complete(self, template, name, value):
        reference = types.ResourceTemplateReference(type="ref/resource", uri=template)
        return (await self.client.complete(reference, {"name": name, "value": value})).completion.values


class FastMCPHost(SDKHost):
    """The same by FastMCP."""

    async def tools(self):
        return await self.client.list_tools()

    async def prompts(self):
        return await self.client.list_prompts()

    async def resources(self):
        return await self.client.list_resources()

    async def templates(self):
        return await self.client.list_resource_templates()

    async def call(self, tool, arguments, progress=None):
        return await self.client.call_tool(tool, arguments, progress_handler=progress, raise_on_error=False)

    async def read(self, uri):
        return await self.client.read_resource(uri)

    async def complete(self, template, name, value):
        reference = types.ResourceTemplateReference(type="ref/resource", uri=template)
        return (await self.client.complete(reference, {"name": name, "value": value})).values


async def lists(host):
    tools = await host.tools()
    names = [tool.name for tool in tools]
    check(len(names) == len(set(names)) and {"open_session", "search_logs", "run_workflow"} <= set(names), names)
    for tool in tools:
        if tool.name in ("search_logs", "get_session", "get_disk_usage", "list_sessions"):
            check(tool.annotations.read_only_hint is True, tool)
    check({"investigate", "resume", "postmortem"} <= {prompt.name for prompt in await host.prompts()}, "prompts")
    templates = await host.templates()
    check(any(t.uri_template.startswith("casebook://sessions/") for t in templates), templates)
    prompt = await host.client.get_prompt("investigate", {"symptom": "checkout is slow"})
    check(prompt.messages, prompt)


async def keeps(host):
    """Opens a session, keeps evidence in it, and reads it back; gives its identifier."""
    opened = structured(await host.call("open_session", {"title": "By a host"}), "open_session")
    identifier = opened["session"]
    check(identifier.startswith("ses_"), opened)
    found = structured(await host.call("search_logs", {"literal": "one", "session": identifier}), "search_logs")
    check(found, found)
    refused = await host.call("search_logs", {"literal": 7, "session": identifier})
    check(refused.is_error and "literal" in str(refused.content), refused)
    told = structured(await host.call("get_session", {"session": identifier}), "get_session")
    check(json.dumps(told).count("ev_") > 0, told)
    uri = "casebook://sessions/" + identifier
    check(any(uri == str(resource.uri) for resource in await host.resources()), "a session is no resource")
    contents = await host.read(uri)
    check(identifier in contents[0].text, contents)
    completed = await host.complete("casebook://sessions/{id}", "id", identifier[:8])
    check(identifier in completed, completed)
    unknown = await host.call("get_session", {"session": "ses_" + "0" * 25 + "1"})
    check(unknown.is_error, unknown)
    return identifier


async def run(host, identifier):
    """Follows a workflow's progress, and runs one whose step the client's user agrees to."""
    seen = []

    async def progress(done, total, message):
        seen.append(message)

    ended = structured(
        await host.call("run_workflow", {"workflow": "log-triage", "session": identifier, "wait": 20}, progress),
        "run_workflow")
    check(ended["status"] == "succeeded", ended)
    check(seen, "no progress was told")
    ended = structured(
        await host.call("run_workflow", {"workflow": "gated", "session": identifier, "wait": 20}), "run_workflow")
    if ended["status"] == "waiting":
        # Whoever goes on is asked what the workflow takes the client's word for.
        await host.call("resume_run", {"session": identifier, "wait": 20})
    ended = structured(await host.call("get_run", {"session": identifier, "wait": 20}), "get_run")
    check(ended["status"] == "succeeded", ended)


async def given_up(host, tool, arguments):
    """Begins a call, waits until the server says that it is at it, and takes it back."""
    begun = asyncio.Event()

    async def progress(done, total, message):
        begun.set()

    calling = asyncio.create_task(host.call(tool, arguments, progress))
    async with asyncio.timeout(TIMEOUT):
        await begun.wait()
    check(not calling.done(), "a call that waits was answered", tool)
    calling.cancel()
    await asyncio.wait([calling])
    check(calling.cancelled(), "the call was not taken back", tool)


async def cancelled(host, identifier):
    """A call that its caller gives up ends, and the connection goes on."""
    structured(await host.call("run_workflow", {"workflow": "asking", "session": identifier}), "run_workflow")
    await given_up(host, "get_run", {"session": identifier, "wait": 20})
    structured(await host.call("cancel_run", {"session": identifier}), "cancel_run")


async def changes(host, identifier, modern):
    """Whoever subscribes to a session is told of its new entries."""
    uri = "casebook://sessions/" + identifier
    if modern:
        async with subscribe(host.session, resource_subscriptions=[uri]) as events:
            structured(await host.call("add_note", {"session": identifier, "text": "noted"}), "add_note")
            async for event in events:
                check(uri in str(event), event)
                return
    else:
        await host.session.subscribe_resource(uri)
        structured(await host.call("add_note", {"session": identifier, "text": "noted"}), "add_note")
        async with asyncio.timeout(TIMEOUT):
            while uri not in str(await told.get()):
                pass
        await host.session.unsubscribe_resource(uri)


def filled(schema):
    """A form as a person who agrees to everything fills it in."""
    given = {"approve": True, "confirm": True, "username": "ada", "email": "ada@example.com"}
    return {name: given[name] for name in json.loads(json.dumps(schema))["properties"] if name in given}


async def features(host, answers):
    """What the library's own server has besides: forms, progress in order, and cancellations that arrive."""
    sum_of = structured(await host.call("add", {"a": 1, "b": 2}), "add")
    check(sum_of == {"sum": 3}, sum_of)
    asked = await host.call("test_elicitation", {"message": "Who are you?"})
    check("ada" in str(asked.content) and "Who are you?" in answers, asked, answers)
    seen = []

    async def progress(done, total, message):
        seen.append(done)

    await host.call("test_tool_with_progress", {}, progress)
    check(seen == [0, 50, 100], seen)
    # The server counts the calls that were taken back, and answers once there are so many.
    for count in range(1, 4):
        await given_up(host, "hold", {})
        counted = structured(await host.call("cancellations", {"count": count}), "cancellations")
        check(counted == {"count": count}, counted)


told = asyncio.Queue()


async def listen(message):
    told.put_nowait(message)


async def sdk(mode, casebook, fixture):
    answers = []

    async def agree(context, params):
        answers.append(params.message)
        return types.ElicitResult(action="accept", content=filled(params.requested_schema))

    def client(place):
        return mcp.Client(
            place.sdk(), mode=mode, elicitation_callback=agree, message_handler=listen, read_timeout_seconds=TIMEOUT)

    async with client(casebook) as connected:
        modern = connected.protocol_version >= "2026"
        check(modern == (mode != "legacy"), connected.protocol_version)
        # Who pins a revision asks for nothing beforehand.
        check(connected.instructions or mode[0] == "2", "instructions")
        await investigates(SDKHost(connected), modern)
    async with client(fixture) as connected:
        await features(SDKHost(connected), answers)


async def investigates(host, modern):
    await lists(host)
    identifier = await keeps(host)
    await run(host, identifier)
    await cancelled(host, identifier)
    await changes(host, identifier, modern)
    return identifier


async def fastmcp(mode, casebook, fixture):
    # Clients that are made before have no tasks.
    import fastmcp_tasks
    import fastmcp

    answers = []

    async def agree(message, response_type, params, context):
        answers.append(message)
        return filled(params.requested_schema)

    def client(place):
        return fastmcp.Client(
            place.fastmcp(), mode=mode, elicitation_handler=agree, message_handler=listen, timeout=TIMEOUT)

    async with client(casebook) as connected:
        identifier = await investigates(FastMCPHost(connected), mode != "legacy")
        if mode != "legacy":
            await tasks(FastMCPHost(connected), identifier)
    async with client(fixture) as connected:
        await features(FastMCPHost(connected), answers)
        if mode != "legacy":
            await asking_task(connected, answers)


async def tasks(host, identifier):
    """A run that takes longer is a task: it is looked at, comes to its result, or is ended."""
    from fastmcp_tasks.client import call_tool_task

    def waits_for(word):
        return {"workflow": "pausing", "session": identifier, "inputs": {"word": word}}

    task = await call_tool_task(host.client, "run_workflow", waits_for("first"))
    check((await task.status()).status == "working", task.create_result)
    told_to_go_on("first")
    ended = (await task.result()).structured_content
    check(ended["status"] == "succeeded" and ended["session"] == identifier, ended)
    check((await task.status()).status == "completed", "a task whose run has ended")
    # Whoever does not ask for a task has the result all the same.
    calling = asyncio.create_task(host.call("run_workflow", waits_for("second")))
    told_to_go_on("second")
    ended = structured(await calling, "run_workflow")
    check(ended["status"] == "succeeded", ended)
    endless = await call_tool_task(host.client, "run_workflow", {"workflow": "endless", "session": identifier})
    await endless.cancel()
    check((await endless.wait(timeout=TIMEOUT)).status == "cancelled", "a task that was ended")
    # The run itself has ended with its task: the server says so as soon as it is written.
    run = structured(await host.call("get_run", {"session": identifier, "wait": 20}), "get_run")
    check(run["status"] == "cancelled", run)


def told_to_go_on(word):
    """Writes the line of the log that a run waits for."""
    with open("logs/a.log", "a", encoding="utf-8") as file:
        file.write("2026-03-01T12:00:01Z INFO go on: %s\n" % word)


async def asking_task(client, answers):
    """A task that asks for something is answered by the host's user."""
    from fastmcp_tasks.client import call_tool_task

    task = await call_tool_task(client, "confirm_delete", {"filename": "a.txt"})
    await task.wait(state="input_required", timeout=TIMEOUT)
    result = await task.result()
    check("a.txt" in str(result.content) and "Really?" in answers, result, answers)
    failing = await call_tool_task(client, "failing_job", {}, raise_on_error=False)
    check((await failing.result()).is_error, "a task that fails")


async def main():
    client, mode, way, frames, *places = sys.argv[1:]
    async with asyncio.timeout(4 * TIMEOUT):
        await {"sdk": sdk, "fastmcp": fastmcp}[client](mode, *(Place(way, frames, words) for words in places))


asyncio.run(main())
