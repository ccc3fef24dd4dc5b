"""Finds the changes of a series by PELT with the l2 cost: `ruptures_peer.py FILE`, a value a line.

Prints the seconds of the search alone and the number of changes.
"""

import sys
import time

import numpy
import ruptures

values = numpy.loadtxt(sys.argv[1])
noise = numpy.median(numpy.abs(numpy.diff(values))) * 1.4826 / 2**0.5
start = time.perf_counter()
changes = ruptures.Pelt(model="l2").fit(values).predict(pen=3 * numpy.log(len(values)) * noise**2)
print(time.perf_counter() - start, len(changes) - 1)
