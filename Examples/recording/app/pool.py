"""A connection pool with a maximum lifetime per connection, as most production pools have one."""

import collections
import contextlib
import logging
import threading
import time

import psycopg2

import metrics

log = logging.getLogger("checkout.pool")


class PoolTimeout(Exception):
    pass


class Pool:
    def __init__(self, dsn, size, lifetime, wait=2.0):
        self.dsn, self.size, self.lifetime, self.wait = dsn, size, lifetime, wait
        self.idle = collections.deque()  # (connection, when opened), lent in turn so that none is forgotten
        self.open = 0
        self.changed = threading.Condition()
        metrics.pool_max.set(size, service=metrics.SERVICE)
        for _ in range(size):
            self.open += 1
            self.idle.append(self._connect())

    @contextlib.contextmanager
    def connection(self):
        """One transaction on a lent connection: committed at the end, rolled back if the body raises."""
        lent = self._acquire()
        metrics.pool_used.add(1, service=metrics.SERVICE)
        try:
            with lent[0]:
                yield lent[0]
        finally:
            metrics.pool_used.add(-1, service=metrics.SERVICE)
            self._release(lent)

    def _acquire(self):
        deadline = time.monotonic() + self.wait
        with self.changed:
            while True:
                if self.idle:
                    lent = self.idle.popleft()
                    if not self._expired(lent):
                        return lent
                    lent[0].close()
                    log.info("connection replaced after %.0f s open=%d", time.monotonic() - lent[1], self.open)
                    break  # its place is ours
                if self.open < self.size:
                    self.open += 1
                    break
                if not self.changed.wait(deadline - time.monotonic()):
                    raise PoolTimeout(f"no connection free within {self.wait:.0f} s")
        return self._connect()

    def _release(self, lent):
        with self.changed:
            if lent[0].closed or self._expired(lent):
                lent[0].close()
                self._drop()
            else:
                self.idle.append(lent)
                self.changed.notify()

    def _connect(self):
        """Opens a connection for a place that is already counted."""
        try:
            connection = psycopg2.connect(self.dsn)
        except psycopg2.OperationalError:
            metrics.pool_failures.add(service=metrics.SERVICE)
            with self.changed:
                self._drop()
            raise
        metrics.pool_size.set(self.open, service=metrics.SERVICE)
        return connection, time.monotonic()

    def _drop(self):
        self.open -= 1
        metrics.pool_size.set(self.open, service=metrics.SERVICE)
        self.changed.notify()

    def _expired(self, lent):
        return time.monotonic() - lent[1] > self.lifetime
