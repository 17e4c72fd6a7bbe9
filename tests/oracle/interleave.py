"""A thousand interleavings of zorgkring and another SQLite connection in one project, in WAL and in DELETE mode.

    python3 tests/oracle/interleave.py target/release/zorgkring [N [SEED]]

After each: the database is sound and both sides' committed work is there. Exits with 1 at the first that is not so.
"""
import json
import os
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile

program = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 11
chance = random.Random(seed)
folder = tempfile.mkdtemp()
n_locked = 0


def table(name, rows):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write("id;naam;x;y\n" + "".join(f"{n};{naam};{x};{y}\n" for n, naam, x, y in rows))
    return path


def note(n, text):
    point = {"type": "Point", "coordinates": [6.7, 52.2]}
    feature = {"type": "Feature", "properties": {"id": f"00000000-0000-4000-8000-{n:012d}", "tekst": text}, "geometry": point}
    path = os.path.join(folder, "notities.geojson")
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection", "features": [feature]}, out)
    return path


def connect(path, mode):
    other = sqlite3.connect(path, isolation_level=None, timeout=3)
    for name, idx in (("ST_MinX", 0), ("ST_MaxX", 0), ("ST_MinY", 1), ("ST_MaxY", 1)):
        other.create_function(name, 1, lambda blob, idx=idx: struct.unpack("<dd", blob[-16:])[idx])
    other.create_function("ST_IsEmpty", 1, lambda blob: 0)
    other.execute(f"PRAGMA journal_mode={mode}")
    return other


def fail(what, round_number, done):
    print(f"FOUT in ronde {round_number} (zaad {seed}): {what}\n{done}")
    sys.exit(1)


shops = table("supermarkt.csv", [(1, "Super Esch", 250000, 470000), (2, "Super Noord", 250900, 470600)])
for round_number in range(count):
    mode = ("wal", "delete")[round_number % 2]
    if round_number % 50 < 2:
        path = os.path.join(folder, f"plan{round_number}.gpkg")
        subprocess.run([program, "importeer", path, "--laag", f"supermarkt={shops}"], check=True, capture_output=True)
        notes, names, rows = {}, {}, 0
        with sqlite3.connect(path) as first:
            names = dict(first.execute("SELECT id, naam FROM supermarkt").fetchall())
            first.execute("CREATE TABLE eigen (a)")
        first.close()
        projects = {**globals().get("projects", {}), mode: (path, notes, names)}
    path, notes, names = projects[mode]
    other = connect(path, mode)
    pending, in_transaction = {}, False
    moment = chance.randrange(4)
    for step in range(4):
        if step == moment:
            n, text = chance.randrange(5), f"briefje {round_number}"
            call = [program, "importeer", path, "--notities", note(n, text)]
            done = subprocess.run(call, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                notes[n] = text
            elif done.returncode == 2 and "schrijft er nu in" in done.stderr:
                n_locked += 1
            else:
                fail("geen van beide uitkomsten", round_number, done)
            continue
        what = chance.choice(["name", "name", "add", "read", "begin", "commit"])
        # A lock makes the other side wait for two seconds: not too often.
        if what == "begin" and not in_transaction and chance.random() < 0.15:
            other.execute("BEGIN IMMEDIATE")
            in_transaction = True
        elif what == "commit" and in_transaction:
            other.execute("COMMIT")
            names.update(pending)
            pending, in_transaction = {}, False
        elif what == "read":
            other.execute("SELECT count(*) FROM supermarkt").fetchall()
        elif what == "name":
            id = chance.choice(list(names))
            other.execute("UPDATE supermarkt SET naam = ? WHERE id = ?", (f"naam {round_number}.{step}", id))
            (pending if in_transaction else names)[id] = f"naam {round_number}.{step}"
    if in_transaction:
        other.execute("COMMIT")
        names.update(pending)
    other.close()
    look = sqlite3.connect(path)
    if look.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        fail("de database is niet heel", round_number, "")
    if dict(look.execute("SELECT id, naam FROM supermarkt").fetchall()) != names:
        fail("een naam van het andere programma is weg", round_number, names)
    found = {int(id[-12:]): text for id, text in look.execute("SELECT id, tekst FROM notitie").fetchall()}
    if found != notes:
        fail("een notitie is weg", round_number, (found, notes))
    look.close()
print(f"{count} keer door elkaar, {n_locked} keer op slot: alles heel en niets weg")
