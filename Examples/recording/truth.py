"""truth.py ACCESS-LOG CAUSE KIND: what a test compares with. The onset is read from the access log, never told."""

import datetime
import json
import re
import sys

RUN = 3
LINE = re.compile(r'\[([^\]]+)\] "[^"]*" (\d{3}) ')
path, cause, kind = sys.argv[1:]

onset, run = None, []
for line in open(path):
    when, status = LINE.search(line).groups()
    run = run + [when] if status >= "500" else []
    if len(run) == RUN:
        onset = datetime.datetime.strptime(run[0], "%d/%b/%Y:%H:%M:%S %z")
        break

json.dump({
    "cause": cause or None,
    "kind": kind,
    "onset": onset and onset.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "firstFailing": "checkout" if onset else None,
}, sys.stdout, indent=2)
print()
