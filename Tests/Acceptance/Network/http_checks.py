"""Drives `casebook serve --http` as a client in another language would: the standard library alone.

Usage: http_checks.py CHECK HOST PORT TOKEN-FILE [CA-FILE | TOKEN-FILE | REQUESTS]. Prints what was wrong and ends with 1, or ends with 0.
What is said is written to the file that FRAMES names, for whoever holds the frames against the official schemas.
"""

import http.client
import json
import os
import socket
import ssl
import sys
import time

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


class Frames:
    """What was sent and what came, a line each."""

    exchanges = 0

    def __init__(self, fields):
        Frames.exchanges += 1
        self.wire = fields.get("Mcp-Session-Id") or "%d/%d" % (os.getpid(), Frames.exchanges)
        self.version = fields.get("MCP-Protocol-Version") or ("2025-11-25" if "Mcp-Session-Id" in fields else None)

    def note(self, key, data):
        try:
            line = {"wire": self.wire, key: json.loads(data)}
        except ValueError:
            return
        if self.version:
            line["version"] = self.version
        with open(os.environ["FRAMES"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def answer(self, content, is_json):
        if is_json:
            return self.note("frame", content)
        for line in content.split(b"\n"):
            if line.startswith(b"data: "):
                self.note("frame", line[6:])


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
        frames = Frames(fields or {})
        frames.note("sent", data or b"")
        self.connection.request(method, path, body=data, headers=self.fields(fields or {}))
        response = self.connection.getresponse()
        content = response.read()
        is_json = response.headers.get("Content-Type") == "application/json"
        frames.answer(content, is_json)
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
    crowd = [socket.create_connection((client.host, client.port), timeout=60) for _ in range(500)]
    for index, connection in enumerate(crowd):
        connection.sendall(b"POST /mcp HTTP/1.1\r\nHost: loc"[: index % 30])
    check(client.modern("tools/list")[0] == 200, "500 half-open connections")
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


def settled(client):
    """Waits until the server has heard of the client's token."""
    for _ in range(500):
        status, _, _ = client.modern("tools/list")
        if status != 401:
            return check(status == 200, status)
        time.sleep(0.01)
    check(False, "the token stays unknown")


def told(client, tool, arguments, name):
    """What a call that fails answers, without the name that it was about."""
    status, _, answer = client.modern("tools/call", {"name": tool, "arguments": arguments}, tool)
    check(answer.get("result", {}).get("isError"), (tool, status, answer))
    return status, json.dumps(answer).replace(name, "NAME")


def private(ann, bob):
    settled(ann)
    settled(bob)
    session = ann.call("open_session", {"title": "Ann's", "window": "last 1h"})["session"]
    other = "ses_" + "1" * 26
    calls = [
        ("get_session", {}), ("get_run", {}), ("resume_run", {}), ("cancel_run", {}), ("export_report", {}),
        ("add_note", {"text": "x"}), ("fork_session", {}), ("close_session", {}), ("share_session", {"member": "bob"}),
        ("get_system_load", {}), ("run_workflow", {"workflow": "gated"}),
        ("record_finding", {"statement": "x", "severity": "low", "confidence": 1, "citations": []}),
    ]
    for tool, arguments in calls:
        for name, unknown in [(session, other), (session[:15], other[:15])]:
            mine = told(bob, tool, {**arguments, "session": name}, name)
            check(mine == told(bob, tool, {**arguments, "session": unknown}, unknown), (tool, mine))
    for place in ["", "/timeline", "/report", "/evidence/ev_" + "1" * 26]:
        answers = []
        for name in [session, other]:
            uri = "casebook://sessions/" + name + place
            status, _, answer = bob.modern("resources/read", {"uri": uri}, uri)
            answers.append((status, json.dumps(answer).replace(name, "NAME")))
        check(answers[0] == answers[1] and answers[0][0] == 400, answers)
    check(bob.call("list_sessions", {})["sessions"] == [], "bob's list")
    _, _, answer = bob.modern("resources/list")
    check(not any("/sessions/" in item["uri"] for item in answer["result"]["resources"]), answer)
    ann.call("share_session", {"session": session, "member": "bob"})
    check(bob.call("get_session", {"session": session})["title"] == "Ann's", "a member reads")
    check([item["session"] for item in bob.call("list_sessions", {})["sessions"]] == [session], "a member's list")
    check("notPermitted" in told(bob, "share_session", {"session": session, "member": "eve"}, session)[1], "share")
    uri = "casebook://sessions/" + session
    stream = listening(bob, uri)
    gone = ann.call("share_session", {"session": session, "member": "bob", "remove": True})
    check(gone["members"] == [], gone)
    check(b"complete" in stream.read(), "the stream of who is no member any more ends")
    mine = told(bob, "get_session", {"session": session}, session)
    check(mine == told(bob, "get_session", {"session": other}, other), mine)
    check(bob.call("list_sessions", {})["sessions"] == [], "the list of who is no member any more")


def listening(client, uri):
    """The open stream of a subscription to a resource, behind its first event."""
    watcher = Client(client.host, client.port, client.token)
    params = {"notifications": {"resourceSubscriptions": [uri]}, "_meta": META}
    body = {"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": params}
    headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "subscriptions/listen"}
    watcher.connection.request("POST", "/mcp", body=json.dumps(body), headers=watcher.fields(headers))
    response = watcher.connection.getresponse()
    line = response.readline()
    check(uri.encode() in line, line)
    return response


def limited(web, ann):
    """`web` may use search_logs alone, of the source `nginx`; `ann` may use everything."""
    settled(web)
    settled(ann)
    names = [tool["name"] for tool in web.modern("tools/list")[2]["result"]["tools"]]
    check("search_logs" in names and "read_file" not in names and "get_system_load" not in names, names)
    answers = []
    for tool in ["read_file", "no_such_tool"]:
        status, _, answer = web.modern("tools/call", {"name": tool, "arguments": {"path": "srv/app/app.log"}}, tool)
        answers.append((status, json.dumps(answer).replace(tool, "TOOL")))
    check(answers[0] == answers[1], answers)
    session = ann.call("open_session", {"title": "Shared", "window": "2026-03-01T00:00:00Z to 2026-03-02T00:00:00Z"})
    session = session["session"]
    app = ann.call("search_logs", {"source": "app", "literal": "canary", "session": session})
    path = ann.call("read_file", {"path": "srv/app/app.log", "session": session})
    ann.call("search_logs", {"source": "nginx", "literal": "public", "session": session})
    ann.call("share_session", {"session": session, "member": "web"})
    for name in ["app", "nothing"]:
        mine = told(web, "search_logs", {"source": name, "literal": "canary", "session": session}, name)
        check("notPermitted" in mine[1] and (name == "app" or mine == answer), mine)
        answer = mine
    texts = [json.dumps(web.call(tool, {"session": session})) for tool in ["get_session", "export_report"]]
    for place in ["", "/timeline", "/report"]:
        uri = "casebook://sessions/" + session + place
        texts.append(json.dumps(web.modern("resources/read", {"uri": uri}, uri)[2]))
    check(all("canary" not in text for text in texts), texts)
    check("public" in texts[1], texts[1])
    for evidence in [app["evidence"], path["evidence"]]:
        answers = []
        for name in [evidence, "ev_" + "1" * 26]:
            uri = "casebook://sessions/" + session + "/evidence/" + name
            status, _, answer = web.modern("resources/read", {"uri": uri}, uri)
            answers.append((status, json.dumps(answer).replace(name, "NAME")))
        check(answers[0] == answers[1] and answers[0][0] == 400, answers)
    # The role has sixty requests a minute.
    for _ in range(80):
        status, _, answer = web.modern("tools/call", {"name": "list_sessions", "arguments": {}}, "list_sessions")
        if answer["result"].get("isError"):
            break
    error = answer["result"]["structuredContent"]["error"]
    check(error["code"] == "rateLimited" and "again in" in error["hint"], answer)
    check(ann.modern("tools/list")[0] == 200, "others are not held up")


def roles(viewer, approver):
    settled(viewer)
    settled(approver)
    _, _, answer = viewer.modern("tools/list")
    names = [tool["name"] for tool in answer["result"]["tools"]]
    check("get_session" in names and "open_session" not in names and "search_logs" not in names, names)
    run = approver.call("run_workflow", {"workflow": "gated", "wait": 20})
    check(run["status"] == "waiting", run)
    waiting = approver.call("list_approvals", {})["approvals"]
    check([item["session"] for item in waiting] == [run["session"]], waiting)
    decision = {"approval": waiting[0]["id"], "decision": "approved"}
    check("notPermitted" in told(approver, "decide_approval", decision, "-")[1], "one's own approval")


def decides(approver):
    settled(approver)
    waiting = approver.call("list_approvals", {})["approvals"]
    check(len(waiting) == 1, waiting)
    told(approver, "decide_approval", {"approval": "ask_" + "1" * 26, "decision": "approved"}, "-")
    approver.call("decide_approval", {"approval": waiting[0]["id"], "decision": "approved"})
    check(approver.call("list_approvals", {})["approvals"] == [], "a decision counts once")


def revoked(client):
    """Says when its stream is open, and ends once it is closed."""
    settled(client)
    status, headers, _ = client.legacy(
        "initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "p", "version": "1"}}
    )
    client.connection.request("GET", "/mcp", headers=client.fields({"Mcp-Session-Id": headers["Mcp-Session-Id"]}))
    response = client.connection.getresponse()
    check(status == 200 and response.status == 200, response.status)
    print("open", flush=True)
    try:
        while response.readline():
            pass
    except (ConnectionResetError, http.client.IncompleteRead):
        pass
    client.connection.close()
    client.connection = client.connect()
    check(client.modern("tools/list")[0] == 401, "a revoked token")


def expired(client):
    check(client.modern("tools/list")[0] == 401, "an expired token")


def reaches(client):
    check(client.modern("tools/list")[0] == 200, "tools/list")


def answers(client, path):
    """Asks what a file says, a request a line, and prints what comes back for each, in a line of its own."""
    with open(path, encoding="utf-8") as file:
        requests = [json.loads(line) for line in file]
    for request in requests:
        if "raw" in request:
            status, fields, answer = client.request("POST", request["raw"].encode(), path=request.get("path", "/mcp"))
        else:
            params = request["params"]
            name = params.get("name") or params.get("uri")
            status, fields, answer = client.modern(request["method"], params, name)
        if isinstance(answer, bytes):
            answer = answer.decode("utf-8", "replace")
        print(json.dumps([status, dict(fields), answer], ensure_ascii=False))
        client.connection.close()


def bearer(path):
    with open(path, encoding="ascii") as file:
        return file.read().strip()


def main():
    name, host, port, path = sys.argv[1:5]
    further = sys.argv[5] if len(sys.argv) > 5 else None
    for pair in [private, roles, limited]:
        if pair.__name__ == name:
            return pair(Client(host, int(port), bearer(path)), Client(host, int(port), bearer(further)))
    if name == "answers":
        return answers(Client(host, int(port), bearer(path)), further)
    checks = [eras, refusals, hostile, decides, revoked, expired, reaches]
    {each.__name__: each for each in checks}[name](Client(host, int(port), bearer(path), further))


main()
