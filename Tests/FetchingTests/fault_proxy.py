"""A proxy before a server of Prometheus's API that does what servers must not: `fault_proxy.py UPSTREAM RECORD [CERT KEY]`.

The first part of the path names the fault; the rest is asked of the upstream. Prints its port. The headers of every
request are written to RECORD. With a certificate and its key it speaks TLS.
"""

import http.server
import json
import ssl
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

UPSTREAM, RECORD = sys.argv[1], sys.argv[2]
EMPTY = b'{"status":"success","data":{"resultType":"matrix","result":[]}}'

DATE = "Sat, 22 Nov 2025 09:00:00 GMT"


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def give(self, status, body, headers=(), length=None):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open(RECORD, "a") as record:
            headers = [self.headers.get(name) for name in ("Authorization", "Host", "X-Scope-OrgID")]
            record.write(f"{self.path} {headers[0]} {headers[1]} {headers[2]}\n")
        fault, _, rest = self.path.lstrip("/").partition("/")
        handler = getattr(self, "do_" + fault.replace("-", "_"), None)
        if handler is None:
            return self.give(404, b"no such fault")
        try:
            handler("/" + rest, body)
        except (BrokenPipeError, ConnectionResetError):
            pass
        if fault != "pass":
            self.close_connection = True

    def do_pass(self, path, body):
        request = urllib.request.Request(
            UPSTREAM + path, data=body or None, headers={"Content-Type": "application/x-www-form-urlencoded"})
        try:
            with urllib.request.urlopen(request) as answer:
                self.give(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            self.give(error.code, error.read())

    def do_slow(self, path, body):
        time.sleep(30)

    def do_drip(self, path, body):
        self.give(200, EMPTY[:20], length=len(EMPTY))
        for byte in EMPTY[20:]:
            time.sleep(0.3)
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def do_cut(self, path, body):
        self.give(200, EMPTY[:30], length=len(EMPTY))

    def do_internal(self, path, body):
        self.give(500, b"oops")

    def do_unprocessable(self, path, body):
        self.give(422, b'{"status":"error","errorType":"execution","error":"query processing would load too many samples"}')

    def do_crowded(self, path, body):
        self.give(429, b"too many requests")

    def do_unauthorized(self, path, body):
        self.give(401, b"who are you")

    def do_huge(self, path, body):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        piece = b" " * 65536
        for _ in range(4096):
            self.wfile.write(b"10000\r\n" + piece + b"\r\n")

    def do_malformed(self, path, body):
        self.give(200, b'{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,')

    def do_page(self, path, body):
        self.give(200, b"<html>please log in</html>")

    def do_other(self, path, body):
        self.give(200, b'{"status":"success","data":{"resultType":"matrix","result":[[[]]]}}')

    def do_warnings(self, path, body):
        # Counted as one series, whatever was asked.
        self.give(
            200,
            b'{"status":"success","warnings":["store a is down"],"data":{"resultType":"matrix","result":[{"metric":'
            b'{"__name__":"m"},"values":[[1763800000,"1"],[1763800015,"2"]]}]}}')

    def do_partial(self, path, body):
        # As VictoriaMetrics tells that a store of it is down.
        self.give(
            200,
            b'{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[{"metric":'
            b'{"__name__":"m"},"values":[[1763800000,"1"],[1763800015,"2"]]}]}}')

    def do_echo(self, path, body):
        # Tells whoever asks what they said, in two pieces.
        text = json.dumps({"status": "error", "errorType": "execution", "error": "I do not know " + self.headers.get(
            "Authorization", "you")}).encode()
        self.give(422, text[:-8], length=len(text))
        time.sleep(0.05)
        self.wfile.write(text[-8:])

    def do_echo_escaped(self, path, body):
        # The same, of which JSON's escapes stand for all that is neither a letter nor a digit; what fills it up is left out.
        said = self.headers.get("Authorization", "you").rstrip("=")
        words = "".join("\\/" if c == "/" else c if c.isalnum() or c == " " else f"\\u{ord(c):04X}" for c in said)
        text = ('{"status":"error","errorType":"execution","error":"I do not know ' + words + '"}').encode()
        self.give(422, text[:-8], length=len(text))
        time.sleep(0.05)
        self.wfile.write(text[-8:])

    def do_echo_nested(self, path, body):
        # As a gateway hands on what the server behind it said: JSON within JSON, and an address.
        said = self.headers.get("Authorization", "you")
        inner = json.dumps({"headers": {"Authorization": said}}).replace("/", "\\/").replace("=", "\\u003d")
        address = "/login?as=" + urllib.parse.quote(said, safe="")
        self.give(422, json.dumps({"status": "error", "errorType": address, "error": inner}).encode())

    def dated(self, *headers):
        self.send_response_only(200)
        for name, value in (*headers, ("Content-Length", str(len(EMPTY)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(EMPTY)

    def do_dated(self, path, body):
        self.dated(("Date", DATE))

    def do_kept(self, path, body):
        # Out of a cache: the time is that of when it was made.
        self.dated(("Date", DATE), ("Age", "3600"))

    def do_undated(self, path, body):
        self.dated()

    def do_misdated(self, path, body):
        self.dated(("Date", DATE.replace("Nov", "Nox")))

    def do_absurd(self, path, body):
        # Counts that are none.
        number = b"NaN" if b"last_over_time" in body else b"-1e300"
        self.give(
            200,
            b'{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"m"},"values":[[1763800000,"'
            + number + b'"]]}]}}')

    def do_redirect(self, path, body):
        self.give(307, b"", [("Location", f"http://localhost:{self.server.server_port}/pass{path}")])


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
server.daemon_threads = True
if len(sys.argv) > 4:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_port, flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
