#!/usr/bin/env python3
"""Verifies a Casebook case file, as docs/case-file.md describes it, with the standard library alone.

usage: verify_case.py FILE [PUBLIC-KEY]      exit 0: everything holds, 1: something is broken
"""
import base64, hashlib, json, re, sys

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def add(a, b):  # Points of edwards25519 in extended coordinates (RFC 8032, 5.1.4).
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    w, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - w, z + w, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P

def multiply(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result

def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    return (P - x if x & 1 != sign else x), y, 1, (P - x if x & 1 != sign else x) * y % P

def signed(key, message, signature):
    a, r, s = decompress(key), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    g = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    left, right = multiply(s, g), add(r, multiply(h, a))
    return s < Q and not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))

class Number(str):  # As it is written, which is how a citation quotes it.
    pass

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def sha(data):
    return hashlib.sha256(data).hexdigest()

def require(condition, reason):
    if not condition:
        raise ValueError(reason)

def stands(quote, whole):
    """The whole text, or excerpts in order with … for each part that was left out."""
    parts = quote.split("…")
    pattern = ".*".join(re.escape(part) for part in parts)
    return quote == whole or (len(parts) > 1 and quote.strip("… \t\r\n") != "" and re.fullmatch(pattern, whole, re.S))

def text_at(citation, record, bodies):
    if "lines" in citation:
        first, last = citation["lines"]
        return "\n".join(bodies[record["body"]["sha256"]].decode().split("\n")[first - 1 : last])
    value = record["output"]
    for token in citation["pointer"].split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value if isinstance(value, str) else canonical(value).decode()

def lines(file, total):
    for line in file:
        require(line.endswith(b"\n"), "the file is cut off")
        value = json.loads(line)
        require(canonical(value) + b"\n" == line, "a line is not in canonical form")
        yield value, line, total.hexdigest()
        total.update(line)

def verify(path, known):
    stream = lines(open(path, "rb"), hashlib.sha256())
    header = next(stream)[0]
    head, key = header["case"], header["key"]
    if key is not None:
        require(signed(bytes.fromhex(key), b"casebook case 1\n" + canonical(head), bytes.fromhex(header["signature"])),
                "the signature is not one over this head")
    require(known is None or known == key, "it is not signed with the key that is known")
    records, bodies, missing, removed, parent, count, value = {}, {}, [], set(), None, 0, next(stream)
    for journal in head["journals"]:
        previous, session, withheld = "0" * 64, journal["session"], journal["withheld"]
        for sequence in range(1, journal["head"]["sequence"] + 1):
            entry, where = value[0]["entry"], (session, sequence)
            fields = {name: entry[name] for name in entry if name not in ("hash", "payload")}
            require(entry["session"] == session and entry["sequence"] == sequence, f"{where} is not the next entry")
            require(entry["previousHash"] == previous, f"{where} does not follow the entry before it")
            require(sha(canonical(fields)) == entry["hash"], f"the hash of {where} is not that of its header")
            previous, text, told, value, count = entry["hash"], entry["payload"], {}, next(stream), count + 1
            if text is None:
                missing += [] if sequence in withheld["payloads"] else [where]
            else:
                require(sha(text.encode()) == entry["payloadHash"], f"the payload of {where} is another")
                told = json.loads(text)
            if sequence == 1 and (parent or entry["kind"] == "session.forked"):
                require(parent and (told["parent"], told["sequence"], told["hash"]) == parent, f"{where} forks nothing")
            if entry["kind"] in ("entry.scrubbed", "body.removed"):
                removed |= {(session, item["sequence"]) for item in told.get("items", [])}
                removed |= {body["sha256"] for body in told.get("bodies", [])}
            if entry["kind"] == "call.finished" and told and not told["cached"] and "evidence" not in value[0]:
                missing += [] if sequence in withheld["evidence"] else [where]
            if "evidence" in value[0]:
                item, value, body = value[0]["evidence"], next(stream), b""
                require((item["session"], item["sequence"]) == where, f"evidence does not stand behind {where}")
                require(text is None or sha(item["record"].encode()) == told["evidenceHash"], f"evidence of {where}")
                record = json.loads(item["record"], parse_int=Number, parse_float=Number)
                require(record["id"] not in records, f"{where} records {record['id']} a second time")
                records[record["id"]], reference, pieces = record, record.get("body"), 0
                while "base64" in value[0]:
                    piece, value, pieces = value[0], next(stream), pieces + 1
                    require(piece["sha256"] == reference["sha256"], f"another body stands behind {where}")
                    body += base64.b64decode(piece["base64"], validate=True)
                if pieces:
                    require(sha(body) == reference["sha256"], f"the body of {where} is another")
                    bodies[sha(body)] = body
                elif reference and reference["sha256"] not in bodies and sequence not in withheld["bodies"]:
                    missing.append((session, sequence, reference["sha256"]))
            if entry["kind"] == "finding.recorded" and told and told["finding"]["verdict"] == "cited":
                for citation in told["finding"]["citations"]:
                    record = records.get(citation["evidence"])
                    if record and ("lines" not in citation or record["body"]["sha256"] in bodies):
                        require(stands(citation["quote"], text_at(citation, record, bodies)), f"a quote of {where}")
        require(previous == journal["head"]["hash"], f"{session} does not end where the head says")
        parent = (session, journal["head"]["sequence"], previous)
    end, _, total = value
    require(end == {"end": {"entries": count, "sha256": total}}, "the end is not that of these bytes")
    require(next(stream, None) is None, "something stands after the end")
    for session, sequence, *body in missing:
        require((session, sequence) in removed or set(body) & removed, f"{(session, sequence)} lost a part")
    print(f"holds: {count} entries; " + (f"signed with {key}" if key else "not signed"))

if __name__ == "__main__":
    try:
        verify(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, StopIteration, RecursionError) as error:
        sys.exit(f"broken: {error}")
