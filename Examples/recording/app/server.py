"""The checkout service: products, carts and orders over HTTP, PostgreSQL behind a pool, payments behind TLS."""

import http.server
import json
import logging
import os
import random
import re
import signal
import sys
import threading
import time

import psycopg2
import psycopg2.errors

import gateway
import metrics
import pricing
from pool import Pool, PoolTimeout

VERSION = os.environ["VERSION"]
RECEIPT_BYTES = int(os.environ["RECEIPT_BYTES"])
SLOW = 2.0  # seconds

logging.Formatter.converter = time.gmtime
logging.basicConfig(
    stream=sys.stderr, level=logging.INFO,
    format="%(asctime)s.%(msecs)03dZ %(levelname)-7s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S",
)
log = logging.getLogger("checkout.http")
flags = {}


class Refused(Exception):
    """A request that is answered with a status of its own."""

    def __init__(self, code, reason):
        self.code, self.reason = code, reason


def rows(query, *arguments):
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return cursor.fetchall()


def health(request):
    return 200, {"status": "ok", "version": VERSION}


def products(request):
    page = int(request.query.get("page", 1))
    return 200, rows("SELECT id, name, cents FROM products ORDER BY id LIMIT 10 OFFSET %s", page * 10)


def product(request, id):
    found = rows("SELECT id, name, cents FROM products WHERE id = %s", id)
    if not found:
        raise Refused(404, "no such product")
    return 200, found[0]


def cart(request, id):
    lines = rows("SELECT p.name, p.cents, l.quantity FROM cart_lines l JOIN products p ON p.id = l.product WHERE l.cart = %s", id)
    if not lines:
        raise Refused(404, "no such cart")
    return 200, {"lines": lines, "cents": pricing.subtotal([line[1:] for line in lines])}


def order(request, id):
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, cents, placed::text FROM orders WHERE id = %s", (id,))
        found = cursor.fetchone()
        if not found:
            raise Refused(404, "no such order")
        return 200, {"order": found, "paid": gateway.call("/status", order=id)["ok"]}


def place_order(request):
    try:
        wanted = json.loads(request.body)
        cart_id, key = int(wanted["cart"]), str(wanted["key"])
    except (ValueError, KeyError):
        log.warning("order refused: not an order request=%s bytes=%d", request.id, len(request.body))
        raise Refused(400, "not an order")
    start = time.monotonic()
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT p.cents, l.quantity, p.id FROM cart_lines l JOIN products p ON p.id = l.product "
                       "WHERE l.cart = %s", (cart_id,))
        lines = cursor.fetchall()
        cents = pricing.total([line[:2] for line in lines], wanted.get("coupon"))
        try:
            cursor.execute("INSERT INTO orders (key, cart, cents, receipt) "
                           "VALUES (%s, %s, %s, repeat('receipt ', %s)) RETURNING id",
                           (key, cart_id, cents, RECEIPT_BYTES // 8))
        except psycopg2.errors.UniqueViolation:
            log.warning("order sent twice request=%s key=%s", request.id, key)
            raise Refused(409, "already ordered")
        (id,) = cursor.fetchone()
        for _, quantity, product_id in lines:
            cursor.execute('INSERT INTO order_lines ("order", product, quantity) VALUES (%s, %s, %s)', (id, product_id, quantity))
        if not gateway.call("/authorise", order=id, cents=cents)["ok"]:
            log.warning("payment declined order=%d cents=%d request=%s", id, cents, request.id)
            raise Refused(402, "payment declined")
    if random.random() * 100 < flags.get("gift_notes", 0):
        log.info("gift note printed order=%d", id)
    metrics.orders.add(service=metrics.SERVICE)
    log.info("order placed order=%d cents=%d ms=%.0f request=%s", id, cents, (time.monotonic() - start) * 1000, request.id)
    return 201, {"order": id}


def sales_report(request):
    return 200, rows('SELECT p.id, sum(l.quantity * p.cents) FROM order_lines l JOIN products p ON p.id = l.product '
                     'JOIN orders o ON o.id = l."order" WHERE o.placed > now() - interval %s '
                     'GROUP BY p.id ORDER BY 2 DESC LIMIT 20', f"{random.choice([7, 14, 30])} days")


ROUTES = [
    ("GET", r"/health", health), ("GET", r"/api/products", products), ("GET", r"/api/products/(\d+)", product),
    ("GET", r"/api/cart/(\d+)", cart), ("GET", r"/api/orders/(\d+)", order), ("POST", r"/api/orders", place_order),
    ("GET", r"/api/reports/sales", sales_report),
]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_GET(self):
        if self.path == "/metrics":
            return self.send(200, metrics.render().encode(), "text/plain; version=0.0.4")
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        path, _, query = self.path.partition("?")
        self.query = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        self.id = self.headers.get("X-Request-Id", "-")[:8]
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        for method, pattern, route in ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == self.command:
                return self.run(route, match.groups())
        metrics.requests.add(service=metrics.SERVICE, code=404)
        self.send(404, b'{"error": "no such page"}\n')

    def run(self, route, arguments):
        start = time.monotonic()
        code = 500
        metrics.in_flight.add(1, service=metrics.SERVICE)
        try:
            code, answer = route(self, *arguments)
        except Refused as refused:
            code, answer = refused.code, {"error": refused.reason}
        except PoolTimeout as error:
            code, answer = 503, {"error": "busy"}
            log.error("request failed route=%s request=%s error=%s: %s", route.__name__, self.id, type(error).__name__, error)
        except gateway.PaymentTimeout as error:
            code, answer = 504, {"error": "payment provider does not answer"}
            log.error("request failed route=%s request=%s error=%s: %s", route.__name__, self.id, type(error).__name__, error)
        except OSError as error:
            code, answer = 502, {"error": "payment provider cannot be reached"}
            log.error("request failed route=%s request=%s upstream=%s error=%s: %s",
                      route.__name__, self.id, gateway.HOST, type(error).__name__, error)
        except psycopg2.OperationalError as error:
            if route is place_order:
                raise  # an order in an unknown state is not answered: the connection is cut, see Server.handle_error
            code, answer = 503, {"error": "database unavailable"}
            log.error("request failed route=%s request=%s error=%s: %s",
                      route.__name__, self.id, type(error).__name__, " ".join(str(error).split()))
        except Exception:
            answer = {"error": "internal error"}
            log.exception("request failed route=%s request=%s", route.__name__, self.id)
        finally:
            seconds = time.monotonic() - start
            metrics.in_flight.add(-1, service=metrics.SERVICE)
            metrics.duration.observe(seconds, service=metrics.SERVICE, route=route.__name__)
            metrics.requests.add(service=metrics.SERVICE, code=code)
            metrics.errors.add(1 if code >= 500 else 0, service=metrics.SERVICE)
        if seconds > SLOW:
            log.warning("slow request route=%s ms=%.0f request=%s", route.__name__, seconds * 1000, self.id)
        self.send(code, json.dumps(answer, default=str).encode() + b"\n")

    def send(self, code, body, kind="application/json"):
        try:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            log.warning("client went away before the answer path=%s code=%d", self.path, code)

    def log_message(self, *_):
        pass  # nginx writes the access log


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    allow_reuse_port = True  # a new version takes the port over while the old one still has it
    daemon_threads = False  # so that closing waits for the requests under way

    def handle_error(self, request, client):
        error = sys.exc_info()[1]
        log.error("request aborted client=%s:%d error=%s: %s", *client, type(error).__name__, " ".join(str(error).split()))


def read_flags(*_):
    flags.update(json.load(open("flags.json")))
    log.info("flags read %s", " ".join(f"{name}={value}" for name, value in flags.items()) or "none")


read_flags()
metrics.build.set(1, service=metrics.SERVICE, version=VERSION)
pool = Pool("host=127.0.0.1 user=checkout dbname=shop", size=16, lifetime=210)
server = Server(("127.0.0.1", 8080), Handler)
signal.signal(signal.SIGHUP, read_flags)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
log.info("listening port=8080 version=%s pool=%d lifetime=%ds", VERSION, pool.size, pool.lifetime)
server.serve_forever(poll_interval=0.1)
server.server_close()
log.info("stopped version=%s", VERSION)
