"""load.py URL SECONDS: about 17 requests a second by many customers, who come when they like, served or not."""

import http.client
import json
import math
import random
import sys
import threading
import time
import urllib.parse
import uuid

RATE = 17
HEALTH_EVERY = 5
AGENTS = ["ShopApp/8.3 (iOS 17)", "ShopApp/8.3 (Android 14)", "ShopApp/8.1 (Android 13)", "Mozilla/5.0 (X11; Linux x86_64)",
          "Mozilla/5.0 (Macintosh)", "Mozilla/5.0 (Windows NT 10.0)"]
COUPONS = [None] * 8 + ["WELCOME10", "AUTUMN20"]
address = urllib.parse.urlsplit(sys.argv[1])


def send(method, path, body=None, agent=None, timeout=15):
    """The status, or None if the customer gave up first."""
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)
    # Addresses that are reserved for documentation.
    client = f"{random.choice(['203.0.113', '198.51.100'])}.{random.randint(1, 254)}"
    try:
        connection.request(method, path, body, {
            "Host": "shop.example", "X-Forwarded-For": client, "User-Agent": agent or random.choice(AGENTS)})
        response = connection.getresponse()
        response.read()
        return response.status
    except OSError:
        return None
    finally:
        connection.close()


def order():
    wanted = {"cart": random.randint(1, 5000), "key": uuid.uuid4().hex[:12], "coupon": random.choice(COUPONS)}
    if random.random() < 0.004:
        wanted["note"] = "Please leave it with the neighbour. " * 600
    body = "{" if random.random() < 0.004 else json.dumps(wanted)
    status = send("POST", "/api/orders", body, timeout=0.5 if random.random() < 0.01 else 15)
    if status and status >= 500 and random.random() < 0.3:
        time.sleep(random.uniform(1, 4))
        send("POST", "/api/orders", body)
    elif random.random() < 0.012:
        send("POST", "/api/orders", body)  # pressed twice


def product():
    # A few links in old newsletters lead to articles that are gone.
    send("GET", f"/api/products/{random.randint(2001, 2400) if random.random() < 0.05 else random.randint(1, 2000)}")


CHOICES = [
    (31, order), (27, product),
    (12, lambda: send("GET", f"/api/products?page={min(int(random.expovariate(0.1)), 199)}")),
    (14, lambda: send("GET", f"/api/cart/{random.randint(1, 5000)}")),
    (10, lambda: send("GET", f"/api/orders/{random.randint(1, 40000)}")),
    (3, lambda: send("GET", "/")), (1.5, lambda: send("GET", "/static/shop.css")),
    (1, lambda: send("GET", "/api/reports/sales")),
    (0.25, lambda: send("GET", random.choice(["/favicon.ico", "/robots.txt", "/wp-login.php", "/apple-touch-icon.png"]))),
]
weights, actions = zip(*CHOICES)

start = time.monotonic()
next_health = 0
while (elapsed := time.monotonic() - start) < float(sys.argv[2]):
    if elapsed >= next_health:
        next_health += HEALTH_EVERY
        threading.Thread(target=send, args=("GET", "/health", None, "probe/1.0"), daemon=True).start()
    threading.Thread(target=random.choices(actions, weights)[0], daemon=True).start()
    time.sleep(random.expovariate(RATE * (1 + 0.12 * math.sin(elapsed / 70))))
