"""Measures DBOS on SQLite as it is shipped: durable steps that do nothing, of one workflow or of several at once.

`dbos_peer.py FOLDER WORKFLOWS STEPS` prints the seconds from the first start to the last result; the import of the library
and its set-up are left out.
"""

import logging
import sys
import time

from dbos import DBOS

folder, workflows, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
# Without `name` and `system_database_url` there is no start; everything else is the default.
DBOS(config={"name": "casebook-bench", "system_database_url": f"sqlite:///{folder}/dbos.sqlite", "log_level": "ERROR"})


@DBOS.step()
def nothing(number):
    return number


@DBOS.workflow()
def chain(count):
    total = 0
    for number in range(count):
        total += nothing(number)
    return total


def main():
    DBOS.launch()
    logging.disable(logging.ERROR)
    start = time.perf_counter()
    handles = [DBOS.start_workflow(chain, steps) for _ in range(workflows)]
    for handle in handles:
        assert handle.get_result() == steps * (steps - 1) // 2
    print(time.perf_counter() - start)
    DBOS.destroy()


main()
