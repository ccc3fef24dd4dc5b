"""Answers as a Prometheus does, with a secret in whatever it says: `canary_prometheus.py TOKEN`. Prints its port.

Who does not bear the token is refused; who does is told it again in errors, warnings and labels. A query about
`broken` is an error of the server's, one about `foreign` is answered by something else.
"""

import http.server
import json
import re
import sys
import threading
import urllib.parse

TOKEN = sys.argv[1]


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def give(self, status, content):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.give(200, {"status": "success", "data": {}})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = dict(urllib.parse.parse_qsl(body))
        query = form.get("query", "")
        if self.headers.get("Authorization") != "Bearer " + TOKEN:
            return self.give(401, b"who are you")
        if "broken" in query:
            text = "cannot reach https://u:canaryPromUrl33d4@store/ password=canaryPromError8a7b6c for " + TOKEN
            return self.give(422, {"status": "error", "errorType": "execution", "error": text})
        if "foreign" in query:
            return self.give(200, b"<html>password=canaryPromError8a7b6c</html>")
        self.give(200, {
            "status": "success", "warnings": ["store a: token=canaryPromWarning1f2e3d", "asked by " + TOKEN],
            "data": {"resultType": "matrix", "result": [self.series(form, query)]}})

    def series(self, form, query):
        times = [float(form["time"])] if "time" in form else []
        span = re.search(r"\[(\d+)(ms|s|m|h|d)?\]$", query)
        if span and times:
            unit = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}[span.group(2) or "s"]
            first = times[0] - int(span.group(1)) * unit
            times = [first + step for step in range(60, int(times[0] - first), 60)]
        if "start" in form:
            start, end, step = (float(form[name]) for name in ("start", "end", "step"))
            times = [start + step * number for number in range(int((end - start) / step) + 1)]
        counts = query.startswith(("count(", "sum(count", "max(count"))
        values = [[time, "2" if counts else str(10 + (time // 60) % 3)] for time in times]
        labels = {} if counts else {
            "__name__": "requests", "host": "b", "hint": TOKEN, "api_token": "CANARYprom9f8e7d6c",
            "url": "https://u:canaryPromUrl33d4@h/"}
        return {"metric": labels, "values": values}


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
server.daemon_threads = True
print(server.server_port, flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
