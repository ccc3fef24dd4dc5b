"""Measures LangGraph with its SQLite saver and `durability="sync"`: steps that do nothing, of one graph or several at once.

`langgraph_peer.py FOLDER WORKFLOWS STEPS` prints the seconds from the first start to the last result; the import of the
library and its set-up are left out. One graph runs with `SqliteSaver`, several with `AsyncSqliteSaver`.
"""

import asyncio
import sys
import time
from typing import TypedDict

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, StateGraph

folder, workflows, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


class State(TypedDict):
    number: int


def nothing(state):
    return {"number": state["number"] + 1}


async def nothing_async(state):
    return nothing(state)


def graph(node, saver):
    builder = StateGraph(State)
    builder.add_node("step", node)
    builder.add_edge(START, "step")
    builder.add_conditional_edges("step", lambda state: "step" if state["number"] < steps else END)
    return builder.compile(checkpointer=saver)


def options(name):
    return {"configurable": {"thread_id": name}, "recursion_limit": steps + 10}


def one():
    with SqliteSaver.from_conn_string(f"{folder}/langgraph.sqlite") as saver:
        saver.setup()
        compiled = graph(nothing, saver)
        start = time.perf_counter()
        result = compiled.invoke({"number": 0}, options("0"), durability="sync")
        assert result["number"] == steps
        print(time.perf_counter() - start)


async def several():
    async with AsyncSqliteSaver.from_conn_string(f"{folder}/langgraph.sqlite") as saver:
        await saver.setup()
        compiled = graph(nothing_async, saver)
        start = time.perf_counter()
        results = await asyncio.gather(
            *(compiled.ainvoke({"number": 0}, options(str(n)), durability="sync") for n in range(workflows)))
        assert all(result["number"] == steps for result in results)
        print(time.perf_counter() - start)


if workflows == 1:
    one()
else:
    asyncio.run(several())
