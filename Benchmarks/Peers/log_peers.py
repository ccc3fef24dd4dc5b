"""Templates of raw log lines as Drain3 finds them, without configuration.

`log_peers.py speed FILE LINES` prints lines a second, `log_peers.py groups FILE` a group for each line.
"""

import sys
import time

from drain3 import TemplateMiner
from drain3.template_miner_config import TemplateMinerConfig


def miner():
    config = TemplateMinerConfig()
    config.profiling_enabled = False
    return TemplateMiner(config=config)


def main():
    with open(sys.argv[2], encoding="utf-8", errors="replace", newline="\n") as file:
        if sys.argv[1] == "speed":
            lines = [line.rstrip("\r\n") for _, line in zip(range(int(sys.argv[3])), file)]
            drain = miner()
            start = time.perf_counter()
            for line in lines:
                drain.add_log_message(line)
            print(len(lines) / (time.perf_counter() - start))
        else:
            drain = miner()
            for line in file:
                print(drain.add_log_message(line.rstrip("\r\n"))["cluster_id"])


main()
