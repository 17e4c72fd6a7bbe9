"""Holds how the program grows against n log n, on places that crowd and places that are spread, and against all of the Netherlands.

    python3 tests/oracle/crowds.py target/release/zorgkring            # every shape, prints a table
    python3 tests/oracle/crowds.py target/release/zorgkring ring spread # only those
    python3 tests/oracle/crowds.py --write FOLDER ring 10000            # only writes the input of one shape

Of each step the table gives processor seconds, peak memory, and by how much more it took than n log n. Exit code 1 when a step took
more than twice what n log n allows, or more memory than it may.
"""
import csv
import math
import os
import random
import sys
import tempfile

# Overijssel, about: where what is spread stands, in metres RD.
SPREAD = (200_000.0, 470_000.0, 265_000.0, 525_000.0)
CENTER = (232_000.0, 485_000.0)
MAX_TIMES = 2.0
MAX_BYTES = 4 << 30
# Below so much, what a process takes to start and to read the rest is most of it.
MIN_SECONDS = 0.3


def on_spot(n, _):
    """All within some metres: a spiral."""
    for idx in range(n):
        far, angle = 0.9 * math.sqrt(idx / n) * 30.0, idx * 2.399963
        yield CENTER[0] + far * math.cos(angle), CENTER[1] + far * math.sin(angle)


def on_ring(n, _):
    """On a circle of 500 m, so that every circle is part of the border."""
    for idx in range(n):
        angle = idx / n * math.tau
        yield CENTER[0] + 500.0 * math.cos(angle), CENTER[1] + 500.0 * math.sin(angle)


def spread(n, chance):
    """Evenly over a province."""
    for _ in range(n):
        yield chance.uniform(SPREAD[0], SPREAD[2]), chance.uniform(SPREAD[1], SPREAD[3])


def in_towns(n, chance):
    """In a hundred towns of some kilometres, denser towards the middle."""
    towns = list(spread(100, chance))
    for idx in range(n):
        x, y = towns[idx % len(towns)]
        yield x + chance.gauss(0.0, 900.0), y + chance.gauss(0.0, 900.0)


def one(_, __):
    yield CENTER


def few(_, chance):
    yield from in_towns(500, chance)


KINDS = ("zorg24", "supermarkt", "ontmoeting")

# Per shape the sizes, and where each kind stands.
SHAPES = {
    "spot": ((1_000, 10_000), dict.fromkeys(KINDS, on_spot)),
    "ring": ((1_000, 4_000, 16_000), dict.fromkeys(KINDS, on_ring)),
    "care-ring": ((1_000, 4_000, 16_000), {"zorg24": on_ring, "supermarkt": one, "ontmoeting": one}),
    "spread": ((1_000, 5_000, 10_000, 50_000), dict.fromkeys(KINDS, spread)),
    "towns": ((1_000, 5_000, 10_000, 50_000), dict.fromkeys(KINDS, in_towns)),
    "care-spread": ((5_000, 50_000), {"zorg24": spread, "supermarkt": few, "ontmoeting": few}),
    "care-spot": ((5_000, 50_000), {"zorg24": on_spot, "supermarkt": one, "ontmoeting": one}),
    "care-without": ((1_000, 5_000, 10_000, 50_000), {"zorg24": spread}),
    "shop-without": ((1_000, 5_000, 10_000, 50_000), {"zorg24": spread, "supermarkt": spread}),
    "meeting-without": ((1_000, 5_000, 10_000, 50_000), {"zorg24": spread, "ontmoeting": spread}),
    "care-towns-without": ((1_000, 5_000, 10_000, 50_000), {"zorg24": in_towns}),
    "shops-spread": ((20_000, 200_000), {"zorg24": few, "supermarkt": spread, "ontmoeting": few}),
    "shops-towns": ((20_000, 200_000), {"zorg24": few, "supermarkt": in_towns, "ontmoeting": few}),
    "shops-spot": ((20_000, 200_000), {"zorg24": one, "supermarkt": on_spot, "ontmoeting": one}),
}


def write(folder, shape, n):
    """The layers of a shape as tables, and the arguments that give them."""
    os.makedirs(folder, exist_ok=True)
    arguments = []
    for idx, (kind, place) in enumerate(SHAPES[shape][1].items()):
        path = os.path.join(folder, f"{kind}.csv")
        chance = random.Random(idx)
        with open(path, "w", encoding="utf-8", newline="") as text:
            table = csv.writer(text)
            table.writerow(("id", "naam", "x", "y"))
            for row, (x, y) in enumerate(place(n, chance)):
                table.writerow((f"{kind}{row}", f"{kind} {row}", f"{x:.3f}", f"{y:.3f}"))
        arguments += ["--laag", f"{kind}={path}"]
    return arguments


def run(arguments):
    """Processor seconds, peak memory in bytes, and the exit code."""
    child = os.fork()
    if child == 0:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.execv(arguments[0], arguments)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)


def steps(program, folder, layers):
    """What is done with the layers of one size: a proposal, a project saved, and what is made of the opened project."""
    project = os.path.join(folder, "plan.gpkg")
    yield "voorstel", [program, "voorstel", *layers, "--uit", os.path.join(folder, "uit")]
    yield "importeer", [program, "importeer", project, *layers]
    yield "voorstel van project", [program, "voorstel", project, "--uit", os.path.join(folder, "uit2")]


def held(program, shape):
    """Prints the growth of a shape; whether it keeps within the bounds."""
    within, last = True, {}
    for n in SHAPES[shape][0]:
        with tempfile.TemporaryDirectory() as folder:
            layers = write(folder, shape, n)
            for step, arguments in steps(program, folder, layers):
                seconds, memory, code = run(arguments)
                times = ""
                if step in last:
                    n_before, before = last[step]
                    allowed = max(before, MIN_SECONDS) * n * math.log(n) / (n_before * math.log(n_before))
                    times = f"{seconds / allowed:5.2f} × n log n"
                    within &= seconds <= MAX_TIMES * allowed
                within &= code in (0, 1) and memory <= MAX_BYTES
                last[step] = (n, seconds)
                print(f"{shape:20} {n:>7} {step:22} {seconds:8.2f} s {memory / 2**20:7.0f} MiB  exit {code} {times}", flush=True)
    return within


def main(arguments):
    if arguments[0] == "--write":
        print(" ".join(write(arguments[1], arguments[2], int(arguments[3]))))
        return 0
    chosen = arguments[1:] or list(SHAPES)
    return 0 if all([held(os.path.abspath(arguments[0]), shape) for shape in chosen]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
