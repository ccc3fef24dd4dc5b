"""A server of the official Python SDK with one tool that adds two numbers.

`mcp_peer.py` serves standard input and output, `mcp_peer.py PORT` Streamable HTTP, with answers as documents.
"""

import sys

from mcp.server import MCPServer
from pydantic import BaseModel

server = MCPServer("peer", log_level="ERROR")


class Sum(BaseModel):
    sum: float


@server.tool()
def add(a: float, b: float) -> Sum:
    """Adds two numbers"""
    return Sum(sum=a + b)


if len(sys.argv) > 1:
    server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[1]), json_response=True)
else:
    server.run("stdio")
