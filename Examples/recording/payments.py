"""payments.py FOLDER: the payment provider, somebody else's service. Real TLS, human latency, now and then no answer in time."""

import http.server
import json
import math
import random
import ssl
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        median = 0.9 if self.path == "/authorise" else 0.3
        time.sleep(4 if random.random() < 0.004 else min(random.lognormvariate(math.log(median), 0.35), 2.4))
        declined = self.path == "/authorise" and random.random() < 0.03
        body = json.dumps({"ok": not declined}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{sys.argv[1]}/server.pem")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), Handler)
# The handshake belongs to the request's thread, so that a client that breaks it off disturbs nobody.
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
