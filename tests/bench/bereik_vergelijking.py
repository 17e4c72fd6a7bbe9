"""Compares `zorgkring bereik` with scipy's cKDTree and pyarrow on the same points, CSV to CSV.

Usage: bereik_vergelijking.py ZORGKRING [N_POINTS] [FOLDER]

Makes N_POINTS points (a million) and 12 kinds of 500 facilities with UUIDs from a fixed seed, times both, fresh
processes, best of three, and checks that every distance agrees to 0.1 m.
"""

import csv
import subprocess
import sys
import time
import uuid
from pathlib import Path

KINDS = ["zorg24", "supermarkt", "dagelijks", "ontmoeting", "huisarts", "gezondheidscentrum", "apotheek", "fysio",
         "dagbesteding", "bibliotheek", "sport", "groen"]
N_PER_KIND = 500
DETOUR_FACTOR = 1.3
BOX = (220_000, 460_000, 270_000, 500_000)

RIVAL = r"""
import sys
import numpy as np, pyarrow as pa, pyarrow.csv as pc
from scipy.spatial import cKDTree
folder, factor, kinds = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
points = pc.read_csv(f"{folder}/punten.csv")
xy = np.column_stack([points["x"].to_numpy(), points["y"].to_numpy()])
columns = {"id": points["id"]}
for kind in kinds:
    places = pc.read_csv(f"{folder}/{kind}.csv")
    tree = cKDTree(np.column_stack([places["x"].to_numpy(), places["y"].to_numpy()]))
    distance, nearest = tree.query(xy, workers=-1)
    columns[f"{kind}_m"] = np.round(distance * factor, 1)
    columns[f"{kind}_id"] = places["id"].take(pa.array(nearest))
pc.write_csv(pa.table(columns), f"{folder}/rival.csv")
"""


def make(folder, n_points):
    import numpy as np

    random = np.random.default_rng(20261121)
    west, south, east, north = BOX

    def write(path, n):
        ids = [uuid.UUID(bytes=bytes(row)) for row in random.integers(0, 256, (n, 16), dtype=np.uint8)]
        x, y = random.uniform(west, east, n), random.uniform(south, north, n)
        with path.open("w") as out:
            out.write("id,naam,x,y\n")
            out.writelines(f"{i},plek {n},{a:.2f},{b:.2f}\n" for n, (i, a, b) in enumerate(zip(ids, x, y)))

    for kind in KINDS:
        write(folder / f"{kind}.csv", N_PER_KIND)
    write(folder / "punten.csv", n_points)


def best_of(n, command):
    times = []
    for _ in range(n):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return min(times)


def compare(folder):
    n_rows, worst, n_other = 0, 0.0, 0
    with (folder / "bereik.csv").open() as ours, (folder / "rival.csv").open() as theirs:
        ours, theirs = csv.reader(ours), csv.reader(theirs)
        header, rival_header = next(ours), next(theirs)
        order = [rival_header.index(name) for name in header]
        for row, rival in zip(ours, theirs, strict=True):
            rival = [rival[idx] for idx in order]
            assert row[0] == rival[0], (row[0], rival[0])
            for idx in range(1, len(row), 2):
                worst = max(worst, abs(float(row[idx]) - float(rival[idx])))
                n_other += row[idx + 1] != rival[idx + 1]
            n_rows += 1
    return n_rows, worst, n_other


def main():
    zorgkring = sys.argv[1]
    n_points = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    folder = Path(sys.argv[3] if len(sys.argv) > 3 else "bereik_vergelijking")
    folder.mkdir(exist_ok=True)
    make(folder, n_points)
    layers = [argument for kind in KINDS for argument in ("--laag", f"{kind}={folder / kind}.csv")]
    ours = best_of(3, [zorgkring, "bereik", "--punten", str(folder / "punten.csv"), *layers,
                       "--uit", str(folder / "bereik.csv")])
    theirs = best_of(3, [sys.executable, "-c", RIVAL, str(folder), str(DETOUR_FACTOR), *KINDS])
    print(f"zorgkring {ours:.2f} s, scipy with pyarrow {theirs:.2f} s: {theirs / ours:.1f} times as fast")
    n_rows, worst, n_other = compare(folder)
    print(f"{n_rows} points: distances at most {worst:.2f} m apart, {n_other} other facilities named")
    sys.exit(0 if worst < 0.11 else 1)


if __name__ == "__main__":
    main()
