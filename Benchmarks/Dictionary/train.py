"""Makes a dictionary for the texts of the database: `train.py CASEBOOK OUTPUT`, as `make dictionary` calls it.

Every shipped workflow is run over every example. What these journals hold, payloads, evidence records and groups of
them as they stand in one row, is what the dictionary is trained on, with every identifier, hash and time replaced by
another: they are different in each text, and of nobody's use in a dictionary. Behind what the trainer chose stands the
row of a step as a whole, of a tool that says nothing: what follows one another in every step is found in one piece.

What the trainer chooses changes with every letter that was replaced, so that it is asked several times, and the
dictionary kept that leaves fewest bytes. Runs differ in their times, so that the same dictionary is not made twice. One
that was released is never changed: a stored text names its dictionary by its first byte.
"""

import ctypes
import glob
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

SIZE = 16 << 10
# Of these the trainer gets so much; the rest is for the whole row and for the tables of how often what comes.
TRAINED = 15_200
ATTEMPTS = 16
WORKFLOWS = ["disk-filling", "latency-regression", "log-triage", "service-outage", "terraform-change-review"]
RESOURCES = os.path.join(os.path.dirname(__file__), "../../Sources/SQLiteStore/Resources")
LETTERS = b"0123456789abcdefghjkmnpqrstvwxyz"
DIGITS = b"0123456789abcdef"
UNLIKE = re.compile(
    rb"\b([a-z]+_)[0-9a-z]{26}\b|\b[0-9a-f]{64}\b|[0-9a-f]{12}(?=\xc2\xbb)"
    rb"|\b(20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?")

size, pointer = ctypes.c_size_t, ctypes.c_void_p
zstd = ctypes.CDLL("libzstd.so.1")


class Parameters(ctypes.Structure):
    _fields_ = [("level", ctypes.c_int), ("notifications", ctypes.c_uint), ("identifier", ctypes.c_uint)]


for name, arguments in {
    "ZSTD_createDCtx": [],
    "ZSTD_createCCtx": [],
    "ZSTD_compress_usingDict": [
        pointer, pointer, size, ctypes.c_char_p, size, ctypes.c_char_p, size, ctypes.c_int],
    "ZSTD_decompress_usingDict": [pointer, pointer, size, ctypes.c_char_p, size, ctypes.c_char_p, size],
    "ZDICT_trainFromBuffer": [pointer, size, ctypes.c_char_p, pointer, ctypes.c_uint],
    "ZDICT_finalizeDictionary": [
        pointer, size, ctypes.c_char_p, size, ctypes.c_char_p, pointer, ctypes.c_uint, Parameters],
    "ZDICT_getDictHeaderSize": [ctypes.c_char_p, size],
}.items():
    function = getattr(zstd, name)
    function.argtypes = arguments
    function.restype = pointer if name.endswith("Ctx") else size
reader, writer = zstd.ZSTD_createDCtx(), zstd.ZSTD_createCCtx()


def filled(capacity, function):
    """What a function of libzstd puts into a buffer."""
    buffer = ctypes.create_string_buffer(capacity)
    count = function(buffer)
    if count > capacity:
        sys.exit("libzstd refuses that")
    return buffer.raw[:count]


def unpacked(form):
    """The text of a stored form, see TextPacking.swift."""
    if form[:1] == b"{":
        return form
    if form[0] == 0:
        return form[1:]
    with open(f"{RESOURCES}/texts{form[0]}.zdict", "rb") as file:
        dictionary = file.read()
    frame = b"\x28\xb5\x2f\xfd" + form[1:]
    return filled(
        4 << 20, lambda out: zstd.ZSTD_decompress_usingDict(
            reader, out, 4 << 20, frame, len(frame), dictionary, len(dictionary)))


def other(text, random):
    """The text with another identifier, hash and time for each of its own, the same for the same."""
    known = {}

    def replace(match):
        word = match.group(0)
        if word not in known:
            prefix = match.group(1) or match.group(2) or b""
            alphabet = LETTERS if match.group(1) else DIGITS[:10] if match.group(2) else DIGITS
            known[word] = prefix + bytes(
                random.choice(alphabet) if byte in alphabet else byte for byte in word[len(prefix):])
        return known[word]

    return UNLIKE.sub(replace, text)


def counted(text):
    number, length = b"", len(text)
    while length >= 128:
        number, length = number + bytes([length & 127 | 128]), length >> 7
    return number + bytes([length]) + text


def empty(random):
    """The row of a step whose tool says nothing: the form that all of them have."""
    call, evidence, run = (bytes(random.choice(LETTERS) for _ in range(26)) for _ in range(3))
    digest = bytes(random.choice(DIGITS) for _ in range(64))
    coverage = b'"coverage":[{"omitted":[],"searched":{"bytes":0},"source":"","value":"complete"}]'
    step = b'"step":{"attempt":1,"path":"","run":"run_%s"}' % run
    end = b'"summary":"","tool":"","version":1'
    time = b"2026-07-16T09:41:27.358Z"
    hour = b'"end":"2026-07-16T0%d:00:00.000Z","start":"2026-07-16T0%d:00:00.000Z"}'
    return b"".join([
        counted(
            b'{"cached":false,"call":"call_%s","cost":{"answer":18,"milliseconds":0},%s,"evidence":"ev_%s",'
            b'"evidenceHash":"%s",%s,%s}' % (call, coverage, evidence, digest, step, end)),
        counted(
            b'{"arguments":{},%s,"finished":"%s","id":"ev_%s","output":{},"sources":[],"started":"%s",%s,'
            b'"window":{"baseline":{%s,%s}' % (
                coverage, time, evidence, time, end, hour % (8, 7), hour % (9, 8))),
        b"\1\0", counted(b'{"evidence":"ev_%s","status":"succeeded",%s}' % (evidence, step)),
        b"\0\0", counted(b"{%s}" % step)])


def journalled(casebook, folder):
    """The texts of every row that the runs leave."""
    root = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
    for number, example in enumerate(sorted(glob.glob(f"{root}/Examples/*/casebook.yaml"))):
        database = f"{folder}/{number}.db"
        for workflow in WORKFLOWS:
            # One that finds nothing to do there fails, and has journalled that.
            subprocess.run(
                [os.path.abspath(casebook), "run", workflow, "--database", database], cwd=os.path.dirname(example),
                stdout=subprocess.DEVNULL, check=False)
        for row in sqlite3.connect(database).execute("SELECT payload, evidence FROM entry ORDER BY id"):
            yield from (unpacked(form) for form in row if form is not None)


def trained(texts, source):
    """A dictionary for texts."""
    lengths = (size * len(texts))(*map(len, texts))
    joined = b"".join(texts)
    chosen = filled(TRAINED, lambda out: zstd.ZDICT_trainFromBuffer(out, TRAINED, joined, lengths, len(texts)))
    content = chosen[zstd.ZDICT_getDictHeaderSize(chosen, len(chosen)):] + empty(source)
    # What does not fit behind the tables goes at the beginning, where the trainer puts what is of least use.
    content = content[-(SIZE - 384):]
    return filled(
        SIZE, lambda out: zstd.ZDICT_finalizeDictionary(
            out, SIZE, content, len(content), joined, lengths, len(texts), Parameters(1, 0, 0)))


def packed(text, dictionary):
    """How long the stored form of a text is."""
    out = ctypes.create_string_buffer(len(text) + 1024)
    return zstd.ZSTD_compress_usingDict(
        writer, out, len(out), text, len(text), dictionary, len(dictionary), 1)


def main(casebook, output):
    with tempfile.TemporaryDirectory() as folder:
        texts = list(journalled(casebook, folder))
    best = None
    for attempt in range(ATTEMPTS):
        source = random.Random(attempt)
        dictionary = trained([other(text, source) for text in texts], source)
        length = sum(packed(text, dictionary) for text in texts + 1200 * [empty(source)])
        if best is None or length < best[0]:
            best = (length, dictionary)
    with open(output, "wb") as file:
        file.write(best[1])
    print(f"{output}: {len(best[1])} bytes, made of {len(texts)} texts, which shrink to {best[0]} bytes")


main(*sys.argv[1:])
