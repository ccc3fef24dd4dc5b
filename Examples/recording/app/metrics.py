"""Counters and gauges in Prometheus's text format. Every series exists from the start: a first error is a rise from 0."""

import threading


class Metric:
    def __init__(self, name, kind, help):
        self.name, self.kind, self.help = name, kind, help
        self.values = {}
        self.lock = threading.Lock()

    def add(self, amount=1, suffix="", **labels):
        key = (suffix, tuple(sorted(labels.items())))
        with self.lock:
            self.values[key] = self.values.get(key, 0) + amount

    def set(self, value, **labels):
        with self.lock:
            self.values["", tuple(sorted(labels.items()))] = value

    def observe(self, seconds, **labels):
        self.add(seconds, "_sum", **labels)
        self.add(1 if seconds else 0, "_count", **labels)

    def render(self):
        yield f"# HELP {self.name} {self.help}"
        yield f"# TYPE {self.name} {self.kind}"
        with self.lock:
            for (suffix, labels), value in sorted(self.values.items()):
                inner = ",".join(f'{name}="{text}"' for name, text in labels)
                yield f"{self.name}{suffix}{{{inner}}} {round(value, 4)}"


SERVICE = "checkout"
ROUTES = ["health", "products", "product", "cart", "order", "place_order", "sales_report"]

requests = Metric("http_requests_total", "counter", "Requests answered, by status code.")
errors = Metric("http_errors_total", "counter", "Requests answered with a status of 500 or above.")
duration = Metric("http_request_duration_seconds", "summary", "Time to answer a request.")
in_flight = Metric("http_requests_in_flight", "gauge", "Requests being answered.")
orders = Metric("orders_placed_total", "counter", "Orders placed.")
payments = Metric("payment_calls_total", "counter", "Calls to the payment provider, by result.")
pool_size = Metric("db_pool_connections_open", "gauge", "Database connections open.")
pool_used = Metric("db_pool_connections_in_use", "gauge", "Database connections lent to a request.")
pool_max = Metric("db_pool_connections_max", "gauge", "Most database connections that the pool opens.")
pool_failures = Metric("db_pool_connect_failures_total", "counter", "Database connections that could not be opened.")
build = Metric("app_build_info", "gauge", "Version of the running application.")
ALL = [requests, errors, duration, in_flight, orders, payments, pool_size, pool_used, pool_max, pool_failures, build]

for code in (200, 201, 400, 402, 404, 409, 500, 502, 503, 504):
    requests.add(0, service=SERVICE, code=code)
for route in ROUTES:
    duration.observe(0, service=SERVICE, route=route)
for result in ("authorised", "declined", "timeout", "error"):
    payments.add(0, service=SERVICE, result=result)
for metric in (errors, in_flight, orders, pool_size, pool_used, pool_failures):
    metric.add(0, service=SERVICE)


def render():
    return "\n".join(line for metric in ALL for line in metric.render()) + "\n"
