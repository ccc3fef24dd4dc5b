#!/usr/bin/env python3
"""Verifies a Casebook case file, as docs/case-file.md describes it, with the standard library alone.
usage: verify_case.py FILE [PUBLIC-KEY]      exit 0: everything holds, 1: something is broken"""
import base64, decimal, hashlib, json, re, sys

def sha(data): return hashlib.sha256(data).hexdigest()
def require(condition, reason):
    if not condition: raise ValueError(reason)

P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def add(a, b):  # Points of edwards25519 in extended coordinates (RFC 8032, 5.1.4).
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    w, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - w, z + w, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P
def multiply(n, point):
    return add(multiply(n >> 1, add(point, point)), point if n & 1 else (0, 1, 1, 0)) if n else (0, 1, 1, 0)
def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - x2) % P else x
    require(y < P and (x * x - x2) % P == 0 and (x or not sign), "no point of the curve")
    return (P - x if x & 1 != sign else x), y, 1, (P - x if x & 1 != sign else x) * y % P
def signed(key, message, signature):
    a, r, s = decompress(key), decompress(signature[:32]), int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    g = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    left, right = multiply(s, g), add(r, multiply(h, a))
    return s < Q and not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))

class Number(str): """As it is written."""

def quoted(number):  # Its form after RFC 8785; where no double holds it, the same form of the decimal.
    sign, digits, power = decimal.Decimal(number).as_tuple()
    whole = "".join(map(str, digits)).lstrip("0")
    digits, place = whole.rstrip("0"), len(whole) + power
    if place < len(digits) <= 17 and float(number) and repr(float(number)) != number:
        return quoted(repr(float(number)))
    shown = place if 0 < place <= 21 else 1
    digits = "0" * (1 - place if -6 < place <= 0 else 0) + digits.ljust(shown, "0")
    text = digits[:shown] + ("." + digits[shown:] if digits[shown:] else "")
    return "-" * sign + text + ("" if -6 < place <= 21 else f"e{place - 1:+d}") if whole else "0"

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
def members(pairs):
    require(len(dict(pairs)) == len(pairs), "an object has a member twice")
    return dict(pairs)
def read(text, **kinds): return json.loads(text, object_pairs_hook=members, parse_constant=int, **kinds)
def payload(text):
    try: return dict(read(text or "{}"))
    except (ValueError, TypeError, RecursionError): return {}  # It says nothing.

def stands(quote, whole):  # All of it, or excerpts in order with … for each part that was left out.
    pattern = ".*".join(re.escape(part) for part in quote.split("…"))
    return quote == whole or "…" in quote and quote.strip("… \t\r\n") and re.fullmatch(pattern, whole, re.S)
def text_at(citation, record, bodies):  # Of lines of a body that is gone whatever is said.
    value, pointer, body = record.get("output"), citation.get("pointer"), record.get("body")
    if pointer is None:
        first, last = citation["lines"]
        image = isinstance(value, dict) and str(value.get("media")).startswith("image/")
        require(1 <= first <= last <= int(body["lines"]) and not image, "a quote of lines that are not there")
        text = bodies[body["sha256"]].decode(errors="replace") if body["sha256"] in bodies else None
        return citation["quote"] if text is None else "\n".join(text.split("\n")[first - 1 : last])
    require(re.fullmatch("(/([^~/]|~[01])*)*", pointer), f"{pointer} is no pointer")
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        require(not isinstance(value, list) or re.fullmatch("0|[1-9][0-9]*", token), f"{pointer} is not there")
        value = value[int(token) if isinstance(value, list) else token]
    require(not isinstance(value, (list, dict)), "a quote of an array or object")
    return value if type(value) is str else quoted(value) if type(value) is Number else canonical(value).decode()

def lines(file, total):
    for line in file:
        require(line.endswith(b"\n"), "the file is cut off")
        value = read(line)
        require(canonical(value) + b"\n" == line, "a line is not in canonical form")
        yield value, line, total.hexdigest()
        total.update(line)

def verify(path, known=None):
    stream = lines(open(path, "rb"), hashlib.sha256())
    header = next(stream)[0]
    head, key = header["case"], header["key"]
    if key is not None:
        require(signed(bytes.fromhex(key), b"casebook case 1\n" + canonical(head), bytes.fromhex(header["signature"])),
                "the signature is not one over this head")
    require(known is None or known == key, "it is not signed with the key that is known")
    records, bodies, missing, removed, parent, count, value = {}, {}, [], set(), None, 0, next(stream)
    gone = set()  # Evidence that is not there; None where the payload is gone that named it.
    for journal in head["journals"]:
        previous, session, withheld = "0" * 64, journal["session"], journal["withheld"]
        for sequence in range(1, journal["head"]["sequence"] + 1):
            entry, where = value[0]["entry"], (session, sequence)
            fields = {name: entry[name] for name in entry if name not in ("hash", "payload")}
            follows = (entry["session"], entry["sequence"], entry["previousHash"]) == (*where, previous)
            require(follows and sha(canonical(fields)) == entry["hash"], f"{where} does not follow the one before")
            previous, text, kind, value, count = entry["hash"], entry["payload"], entry["kind"], next(stream), count + 1
            require(text is None or sha(text.encode()) == entry["payloadHash"], f"the payload of {where} is another")
            told, gone = payload(text), gone | ({None} if text is None and kind == "call.finished" else set())
            tells = kind == "call.finished" and told.get("cached") is False
            missing += [(where, ["payload"])] if text is None and sequence not in withheld["payloads"] else []
            if sequence == 1 and (parent or kind == "session.forked"):
                require(parent and (told["parent"], told["sequence"], told["hash"]) == parent, f"{where} forks nothing")
            for item in told.get({"entry.scrubbed": "items", "body.removed": "bodies"}.get(kind), []):
                parts = item["parts"] if kind == "entry.scrubbed" else [item["sha256"]]
                removed |= {(session, item["sequence"], part) for part in parts if item["sequence"] < sequence}
            if tells and "evidence" not in value[0]:
                gone.add(told["evidence"])
                missing += [] if sequence in withheld["evidence"] else [(where, ["evidence"])]
            if "evidence" in value[0]:
                item, value, pieces = value[0]["evidence"], next(stream), []
                record = read(item["record"], parse_int=Number, parse_float=Number)
                found = sha(item["record"].encode()), record["id"], item["session"], item["sequence"]
                fits = tells and found == (told["evidenceHash"], told["evidence"], session, sequence)
                require(fits and record["id"] not in records, f"nothing vouches for the evidence at {where}")
                records[record["id"]], reference = record, record.get("body")
                while "base64" in value[0]:
                    pieces, value = pieces + [value[0]], next(stream)
                if pieces:
                    body = b"".join(base64.b64decode(piece["base64"], validate=True) for piece in pieces)
                    size = str(len(body)), str(body.count(b"\n") + (body[-1:] not in (b"", b"\n")))
                    same = {piece["sha256"] for piece in pieces} == {sha(body)} == {reference["sha256"]} - set(bodies)
                    require(same and size == (reference["length"], reference["lines"]), f"another body at {where}")
                    bodies[sha(body)] = body
                elif reference and reference["sha256"] not in bodies and sequence not in withheld["bodies"]:
                    missing.append((where, ["body", reference["sha256"]]))
            finding = told.get("finding", {}) if kind == "finding.recorded" else {}
            if finding.get("verdict") == "cited":
                require(finding["citations"], f"{where} claims to be cited and cites nothing")
                for cited in finding["citations"]:
                    record = records.get(cited["evidence"])
                    require(record or gone & {None, cited["evidence"]}, f"{where} cites what never was there")
                    require(not record or stands(cited["quote"], text_at(cited, record, bodies)), f"{where} misquotes")
        require(previous == journal["head"]["hash"], f"{session} does not end where the head says")
        parent = (session, journal["head"]["sequence"], previous)
    end, _, total = value
    require(next(stream, value) is value and end == {"end": {"entries": count, "sha256": total}}, "the end is another")
    for where, parts in missing:
        require(any((*where, part) in removed for part in parts), f"{where} lost its {parts[0]}")
    print(f"holds: {count} entries; " + (f"signed with {key}" if key else "not signed"))

if __name__ == "__main__":
    try: verify(*sys.argv[1:3])
    except Exception as error: sys.exit(f"broken: {error}")
