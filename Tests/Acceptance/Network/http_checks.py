"""Drives `casebook serve --http` as a client in another language would: the standard library alone.

Usage: http_checks.py CHECK HOST PORT TOKEN-FILE [CA-FILE]. Prints what was wrong and ends with 1, or ends with 0.
"""

import http.client
import json
import socket
import ssl
import sys

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


class Client:
    def __init__(self, host, port, token, authority=None):
        self.host, self.port, self.token, self.authority = host, port, token, authority
        self.connection = self.connect()

    def connect(self):
        if self.authority:
            context = ssl.create_default_context(cafile=self.authority)
            return http.client.HTTPSConnection(self.host, self.port, timeout=60, context=context)
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def fields(self, further):
        fields = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
        if self.token:
            fields["Authorization"] = "Bearer " + self.token
        fields.update(further)
        return fields

    def request(self, method, body=None, fields=None, path="/mcp"):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.request(method, path, body=data, headers=self.fields(fields or {}))
        response = self.connection.getresponse()
        content = response.read()
        is_json = response.headers.get("Content-Type") == "application/json"
        return response.status, response.headers, json.loads(content) if is_json and content else content

    def modern(self, method, params=None, name=None, fields=None):
        headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method}
        if name:
            headers["Mcp-Name"] = name
        headers.update(fields or {})
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**(params or {}), "_meta": META}}
        return self.request("POST", body, headers)

    def call(self, tool, arguments):
        status, _, answer = self.modern("tools/call", {"name": tool, "arguments": arguments}, tool)
        check(status == 200 and "result" in answer and not answer["result"].get("isError"), (tool, status, answer))
        return answer["result"]["structuredContent"]

    def legacy(self, method, params, session=None, number=1):
        body = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            body["id"] = number
        return self.request("POST", body, {"Mcp-Session-Id": session} if session else {})


def check(holds, what):
    if not holds:
        print("not as it should be:", what)
        sys.exit(1)


def raw(client, data):
    """Sends bytes on a connection of their own; what came back until the server closed or said a status."""
    with socket.create_connection((client.host, client.port), timeout=60) as connection:
        connection.sendall(data)
        return connection.recv(65536)


def eras(client):
    session = client.call("open_session", {"title": "Over the network", "window": "last 1h"})["session"]
    check(client.call("get_session", {"session": session})["title"] == "Over the network", session)
    status, headers, answer = client.legacy(
        "initialize",
        {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "python", "version": "1"}},
    )
    check(status == 200 and answer["result"]["protocolVersion"] == "2025-11-25", answer)
    name = headers["Mcp-Session-Id"]
    status, _, _ = client.legacy("notifications/initialized", {}, name, None)
    check(status == 202, status)
    status, _, answer = client.legacy(
        "tools/call", {"name": "get_session", "arguments": {"session": session}}, name, 2
    )
    check(status == 200 and answer["result"]["structuredContent"]["session"] == session, answer)
    check(client.request("DELETE", None, {"Mcp-Session-Id": name})[0] == 204, "DELETE")
    check(client.legacy("tools/list", {}, name)[0] == 404, "an ended session")


def refusals(client):
    good = client.token
    for token, status in [(None, 401), ("cbt_" + "0" * 64, 401), (good + "0", 401), (good[:-1], 401), (good, 200)]:
        client.token = token
        check(client.modern("tools/list")[0] == status, (token, status))
    client.token = good
    for fields, status in [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:%d" % client.port}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "localhost:%d" % client.port}, 200),
    ]:
        check(client.modern("tools/list", fields=fields)[0] == status, (fields, status))


def hostile(client):
    line = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n" % client.token
    for lengths in ["Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"]:
        answer = raw(client, (line + lengths + "\r\n{}").encode())
        check(answer == b"" or answer.startswith(b"HTTP/1.1 400"), (lengths, answer))
    # 64 MiB are not taken in; the client may be told before it has sent them all.
    try:
        status, _, _ = client.request("POST", b" " * (64 << 20))
        check(status == 413, status)
    except (BrokenPipeError, ConnectionResetError):
        pass
    client.connection.close()
    client.connection = client.connect()
    crowd = [socket.create_connection((client.host, client.port), timeout=60) for _ in range(200)]
    for index, connection in enumerate(crowd):
        connection.sendall(b"POST /mcp HTTP/1.1\r\nHost: loc"[: index % 30])
    check(client.modern("tools/list")[0] == 200, "200 half-open connections")
    for connection in crowd:
        connection.close()
    # A client that goes in the middle of its call.
    gone = Client(client.host, client.port, client.token)
    body = {"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen"}
    body["params"] = {"notifications": {"toolsListChanged": True}, "_meta": META}
    headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "subscriptions/listen"}
    gone.connection.request("POST", "/mcp", body=json.dumps(body), headers=gone.fields(headers))
    check(gone.connection.getresponse().readline().startswith(b"data: "), "a stream")
    gone.connection.close()
    check(client.modern("tools/list")[0] == 200, "after a client that went")


def reaches(client):
    check(client.modern("tools/list")[0] == 200, "tools/list")


def main():
    name, host, port, path = sys.argv[1:5]
    with open(path, encoding="ascii") as file:
        token = file.read().strip()
    client = Client(host, int(port), token, sys.argv[5] if len(sys.argv) > 5 else None)
    {"eras": eras, "refusals": refusals, "hostile": hostile, "reaches": reaches}[name](client)


main()
