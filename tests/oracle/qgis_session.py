"""A real edit session of QGIS beside zorgkring: both write in one project, and both keep their work.

    python3 tests/oracle/qgis_session.py target/release/zorgkring

Needs python3-qgis. Exits with 1 at the first thing that is not as it should be.
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer  # noqa: E402

program = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp()
project = os.path.join(folder, "plan.gpkg")


def zorgkring(*arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    print("zorgkring", *arguments, "->", done.returncode, (done.stdout + done.stderr).strip())
    return done


def table(name, rows):
    path = os.path.join(folder, f"{name}.csv")
    with open(path, "w", encoding="utf-8") as out:
        out.write("id;naam;x;y\n" + "".join(f"{id};{naam};{x};{y}\n" for id, naam, x, y in rows))
    return path


def expect(what, holds):
    print("ok  " if holds else "FOUT", what)
    if not holds:
        sys.exit(1)


def beside():
    return sorted(name for name in os.listdir(folder) if name.startswith("plan.gpkg"))


shops = table("supermarkt", [(1, "Super Esch", 250000, 470000), (2, "Super Noord", 250900, 470600)])
expect("a project is made", zorgkring("importeer", project, "--laag", f"supermarkt={shops}").returncode == 0)
app = QgsApplication([], False)
app.initQgis()
for round_number in range(5):
    layer = QgsVectorLayer(f"{project}|layername=supermarkt", "winkels", "ogr")
    expect("QGIS opens the layer", layer.isValid() and layer.startEditing())
    column = layer.fields().indexFromName("naam")
    feature = next(layer.getFeatures())
    layer.changeAttributeValue(feature.id(), column, f"In QGIS {round_number}")
    new = QgsFeature(layer.fields())
    new.setAttribute("naam", f"Getekend {round_number}")
    new.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(251000 + 50 * round_number, 471000)))
    layer.addFeature(new)
    print("beside the project while QGIS edits:", beside())
    pharmacies = table("apotheek", [(n, f"Apotheek {n}", 250100 + 60 * n, 470100) for n in range(round_number + 1)])
    added = zorgkring("importeer", project, "--laag", f"apotheek={pharmacies}")
    expect("zorgkring adds a layer meanwhile", added.returncode == 0)
    expect("QGIS commits", layer.commitChanges())
    names = {f["naam"] for f in layer.getFeatures()}
    expect("QGIS sees its own", {f"In QGIS {round_number}", f"Getekend {round_number}"} <= names)
    del layer
    database = sqlite3.connect(f"file:{project}?mode=ro", uri=True)
    expect("the database is sound", database.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    count = database.execute("SELECT count(*) FROM supermarkt").fetchone()[0]
    expect("every shop is there", count == 2 + round_number + 1)
    count = database.execute("SELECT count(*) FROM apotheek").fetchone()[0]
    expect("every pharmacy is there", count == round_number + 1)
    database.close()
app.exitQgis()
print("beside the project afterwards:", beside())
out = os.path.join(folder, "uit")
expect("the project opens", zorgkring("exporteer", project, "--formaat", "geojson", "--uit", out).returncode in (0, 1))
with open(os.path.join(out, "supermarkt.geojson"), encoding="utf-8") as text:
    names = {feature["properties"]["naam"] for feature in json.load(text)["features"]}
expect("what QGIS wrote is in the export", {"In QGIS 4", "Getekend 0", "Getekend 4"} <= names)
