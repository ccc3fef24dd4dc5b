"""export_metrics.py URL SINCE SELECTORS: the raw samples of the selected series since an epoch time, as OpenMetrics text."""

import collections
import json
import sys
import time
import urllib.parse
import urllib.request

LIMIT = 200
url, since, selectors = sys.argv[1], int(sys.argv[2]), open(sys.argv[3]).read().splitlines()


def api(path, **parameters):
    with urllib.request.urlopen(f"{url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}", timeout=30) as response:
        return json.load(response)["data"]


def escaped(text):
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def family(name):
    """The OpenMetrics family of a series, its type and help. A counter that is not named `_total` can only be `unknown` there."""
    for suffix in ("", "_sum", "_count"):
        if name.endswith(suffix) and (known := metadata.get(name.removesuffix(suffix) if suffix else name)):
            base, kind = name.removesuffix(suffix) if suffix else name, known[0]["type"]
            if kind == "counter" and base.endswith("_total"):
                return base.removesuffix("_total"), "counter", known[0]["help"]
            if suffix and kind != "summary":
                continue
            return base, kind if kind in ("gauge", "summary") else "unknown", known[0]["help"]
    return name, "unknown", ""


metadata = api("metadata")
now = time.time()
families = collections.defaultdict(dict)
for selector in selectors:
    if selector and not selector.startswith("#"):
        for series in api("query", query=f"{selector}[{int(now - since) + 1}s]", time=now)["result"]:
            labels = series["metric"]
            name = labels.pop("__name__")
            text = "{" + ",".join(f'{key}="{escaped(value)}"' for key, value in sorted(labels.items())) + "}"
            families[family(name)][name, text] = series["values"]

count = sum(map(len, families.values()))
if count > LIMIT:
    sys.exit(f"{count} series, more than {LIMIT}: shorten the list of selectors")
for (name, kind, help), members in sorted(families.items()):
    print(f"# TYPE {name} {kind}")
    if help:
        print(f"# HELP {name} {escaped(help)}")
    # A summary's sum and count of one moment stand together, as OpenMetrics asks.
    for text, when, name, value in sorted((text, *sample[:1], name, sample[1])
                                          for (name, text), samples in members.items() for sample in samples):
        print(name + text, value, f"{when:.3f}".rstrip("0").rstrip("."))
print("# EOF")
