"""Calls to the payment provider over TLS. One retry on a timeout, none on anything else."""

import http.client
import json
import logging
import ssl

import metrics

log = logging.getLogger("checkout.payments")
HOST, PORT, TIMEOUT = "payments.internal", 8443, 2.5
context = ssl.create_default_context(cafile="ca.pem")


class PaymentTimeout(Exception):
    pass


def call(path, **fields):
    for attempt in (1, 2):
        try:
            answer = _post(path, fields)
        except TimeoutError:
            metrics.payments.add(service=metrics.SERVICE, result="timeout")
            log.warning("payment provider did not answer within %s s path=%s attempt=%d", TIMEOUT, path, attempt)
        except OSError:  # ssl.SSLError is one
            metrics.payments.add(service=metrics.SERVICE, result="error")
            raise
        else:
            metrics.payments.add(service=metrics.SERVICE, result="authorised" if answer["ok"] else "declined")
            return answer
    raise PaymentTimeout("payment provider did not answer twice")


def _post(path, fields):
    connection = http.client.HTTPSConnection(HOST, PORT, timeout=TIMEOUT, context=context)
    try:
        connection.request("POST", path, json.dumps(fields), {"Content-Type": "application/json"})
        return json.load(connection.getresponse())
    finally:
        connection.close()
