"""Drives `casebook serve` by the official Python SDK, or by FastMCP, as hosts do.

Usage: sdk_checks.py CLIENT MODE WHERE...
  CLIENT  sdk or fastmcp
  MODE    auto, legacy, or the revision that is pinned
  WHERE   `http URL TOKEN-FILE`, or `stdio EXECUTABLE ARGUMENT...`
Prints what was wrong and ends with 1, or ends with 0.
"""

import asyncio
import contextlib
import json
import os
import sys

import httpx2
import mcp
import mcp_types as types
from mcp.client.streamable_http import streamable_http_client

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


async def approve(context, params):
    return types.ElicitResult(action="accept", content={"approve": True})


def target(where):
    if where[0] == "stdio":
        return mcp.StdioServerParameters(command=where[1], args=where[2:], env=dict(os.environ), cwd=os.getcwd())
    token = open(where[2]).read().strip()
    client = httpx2.AsyncClient(headers={"Authorization": "Bearer " + token}, timeout=TIMEOUT)
    return streamable_http_client(where[1], http_client=client)


async def lists(client):
    tools = (await client.list_tools()).tools
    names = [tool.name for tool in tools]
    check(len(names) == len(set(names)) and {"open_session", "search_logs", "run_workflow"} <= set(names), names)
    for tool in tools:
        if tool.name in ("search_logs", "get_session", "get_disk_usage", "list_sessions"):
            check(tool.annotations.read_only_hint is True, tool)
    check({"investigate", "resume", "postmortem"} <= {p.name for p in (await client.list_prompts()).prompts}, "prompts")
    templates = (await client.list_resource_templates()).resource_templates
    check(any(t.uri_template.startswith("casebook://sessions/") for t in templates), templates)
    prompt = await client.get_prompt("investigate", {"symptom": "checkout is slow"})
    check(prompt.messages, prompt)


async def session(client):
    """Opens a session, keeps evidence in it, and reads it back; gives its identifier."""
    opened = structured(await client.call_tool("open_session", {"title": "By a host"}), "open_session")
    identifier = opened["session"]
    check(identifier.startswith("ses_"), opened)
    found = structured(await client.call_tool("search_logs", {"literal": "one", "session": identifier}), "search_logs")
    check(found, found)
    refused = await client.call_tool("search_logs", {"literal": 7, "session": identifier})
    check(refused.is_error and "literal" in str(refused.content), refused)
    told = structured(await client.call_tool("get_session", {"session": identifier}), "get_session")
    check(json.dumps(told).count("ev_") > 0, told)
    contents = (await client.read_resource("casebook://sessions/" + identifier)).contents
    check(identifier in contents[0].text, contents)
    completed = await client.complete(
        types.ResourceTemplateReference(type="ref/resource", uri="casebook://sessions/{id}"),
        {"name": "id", "value": identifier[:8]})
    check(identifier in completed.completion.values, completed)
    unknown = await client.call_tool("get_session", {"session": "ses_" + "0" * 25 + "1"})
    check(unknown.is_error, unknown)
    return identifier


async def run(client, identifier):
    """Follows a workflow's progress, and runs one whose step the client's user agrees to."""
    seen = []

    async def progress(done, total, message):
        seen.append(message)

    ended = structured(
        await client.call_tool(
            "run_workflow", {"workflow": "log-triage", "session": identifier, "wait": 20}, progress_callback=progress),
        "run_workflow")
    check(ended["status"] == "succeeded", ended)
    check(seen, "no progress was told")
    ended = structured(
        await client.call_tool("run_workflow", {"workflow": "gated", "session": identifier, "wait": 20}), "run_workflow")
    if ended["status"] == "waiting":
        # Whoever goes on is asked what the workflow takes the client's word for.
        await client.call_tool("resume_run", {"session": identifier, "wait": 20})
    ended = structured(await client.call_tool("get_run", {"session": identifier, "wait": 20}), "get_run")
    check(ended["status"] == "succeeded", ended)


async def cancelled(client, identifier):
    """A call that its caller gives up ends, and the connection goes on."""
    structured(
        await client.call_tool("run_workflow", {"workflow": "asking", "session": identifier}), "run_workflow")
    waiting = asyncio.create_task(client.call_tool("get_run", {"session": identifier, "wait": 20}))
    await asyncio.sleep(0.3)
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    structured(await client.call_tool("cancel_run", {"session": identifier}), "cancel_run")


async def changes(client, identifier, modern):
    """Whoever subscribes to a session is told of its new entries."""
    uri = "casebook://sessions/" + identifier
    if modern:
        async with client.listen(resource_subscriptions=[uri]) as events:
            structured(await client.call_tool("add_note", {"session": identifier, "text": "noted"}), "add_note")
            async for event in events:
                check(uri in str(event), event)
                return
    else:
        await client.subscribe_resource(uri)
        structured(await client.call_tool("add_note", {"session": identifier, "text": "noted"}), "add_note")
        async with asyncio.timeout(TIMEOUT):
            while uri not in str(await told.get()):
                pass


told = asyncio.Queue()


async def listen(message):
    told.put_nowait(message)


async def sdk(mode, where):
    client = mcp.Client(
        target(where), mode=mode, elicitation_callback=approve, message_handler=listen, read_timeout_seconds=TIMEOUT)
    async with client:
        modern = client.protocol_version >= "2026"
        check(modern == (mode != "legacy"), client.protocol_version)
        # Who pins a revision asks for nothing beforehand.
        check(client.instructions or mode[0] == "2", "instructions")
        await lists(client)
        identifier = await session(client)
        await run(client, identifier)
        await cancelled(client, identifier)
        await changes(client, identifier, modern)


async def fastmcp(mode, where):
    import fastmcp
    from fastmcp.client.transports import StdioTransport, StreamableHttpTransport

    if where[0] == "stdio":
        transport = StdioTransport(command=where[1], args=where[2:], env=dict(os.environ), cwd=os.getcwd())
    else:
        token = open(where[2]).read().strip()
        transport = StreamableHttpTransport(where[1], headers={"Authorization": "Bearer " + token})
    async with fastmcp.Client(transport, timeout=TIMEOUT) as client:
        names = [tool.name for tool in await client.list_tools()]
        check("open_session" in names, names)
        opened = await client.call_tool("open_session", {"title": "By FastMCP"})
        check("ses_" in json.dumps(opened.structured_content), opened)
        check(len(await client.list_prompts()) >= 3, "prompts")
        check(await client.list_resource_templates(), "templates")


async def main():
    client, mode, *where = sys.argv[1:]
    async with asyncio.timeout(2 * TIMEOUT):
        await {"sdk": sdk, "fastmcp": fastmcp}[client](mode, where)


asyncio.run(main())
