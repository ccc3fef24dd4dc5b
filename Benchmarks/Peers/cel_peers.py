"""Measures other implementations of CEL over the expressions of `engine-benchmarks cel`, given on the standard input.

The first line is the document, each other one a name, nanoseconds, an expression and its value, apart by tabs. Prints
`name value unit` lines. An answer that is not ours is an error: a comparison of different work says nothing.
"""

import json
import statistics
import sys
import time

import cel
import celpy

ROUNDS = 25


def best(evaluate, repetitions):
    """The least time of one evaluation, in nanoseconds."""
    least = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        for _ in range(repetitions):
            evaluate()
        least = min(least, (time.process_time_ns() - start) / repetitions)
    return least


def main():
    document = json.loads(sys.stdin.readline())
    python_variables = celpy.json_to_cel(document)
    rust_variables = cel.Context(variables=document)
    environment = celpy.Environment()
    ratios = {"cel-python": [], "common-expression-language": []}
    for line in sys.stdin:
        name, ours, expression, expected = line.rstrip("\n").split("\t")
        ours = float(ours)
        rust = cel.compile(expression)
        python = environment.program(environment.compile(expression))
        value = rust.execute(rust_variables)
        if value != json.loads(expected):
            sys.exit(f"{expression} is {expected} for us and {value!r} for common-expression-language")
        times = {
            "cel-python": best(lambda: python.evaluate(python_variables), 20),
            "common-expression-language": best(lambda: rust.execute(rust_variables), 2000),
        }
        print(f"cel.{name}.ours {ours:.0f} ns")
        for peer, taken in times.items():
            print(f"cel.{name}.{peer} {taken:.0f} ns")
            print(f"cel.{name}.{peer}.ratio {taken / ours:.1f} x")
            ratios[peer].append(taken / ours)
    for peer, all_ratios in ratios.items():
        print(f"cel.{peer}.ratio.least {min(all_ratios):.1f} x")
        print(f"cel.{peer}.ratio.median {statistics.median(all_ratios):.1f} x")


main()
