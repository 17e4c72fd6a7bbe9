"""Runs a folder of cases, each of which is a small input on which the program once went wrong, and prints what is not right.

    python3 tests/oracle/check_cases.py CASES target/release/zorgkring

Exit code 1 when something is not right. Case 24 also has tests/oracle/qgis_session.py, case 26 is of the window.
"""
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

CASES, PROGRAM = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
wrong = []


class Case:
    """A copy of a case in a folder of its own."""

    def __init__(self, number):
        (name,) = [name for name in os.listdir(CASES) if name.split("-")[0] == number]
        self.name = name
        self.folder = os.path.join(tempfile.mkdtemp(), name)
        shutil.copytree(os.path.join(CASES, name), self.folder)
        subprocess.run(["chmod", "-R", "u+w", self.folder], check=True)

    def run(self, *arguments, limit=120):
        begun = time.time()
        try:
            done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return Done(99, f"niet klaar binnen {limit} s", limit)
        text = (done.stdout + done.stderr).decode("utf-8", "replace")
        return Done(done.returncode, text, time.time() - begun)

    def expect(self, what, holds, told=""):
        if not holds:
            wrong.append(f"{self.name}: {what}")
            print(f"FOUT {self.name}: {what}\n     {str(told).strip()[:600]}")

    def rows(self, project, sql):
        database = sqlite3.connect(f"file:{os.path.join(self.folder, project)}?mode=ro", uri=True)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def json(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8") as text:
            return json.load(text)

    def table(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    def write(self, path, text):
        with open(os.path.join(self.folder, path), "w", encoding="utf-8") as out:
            out.write(text)


class Done:
    def __init__(self, code, text, seconds):
        self.code, self.text, self.seconds = code, text, seconds

    def __str__(self):
        return f"[{self.code}] {self.text}"


def people(case, layer, *more):
    case.write("z_proef.csv", "id;naam;x;y\nZ1;Huize;250000;470000\n")
    done = case.run("voorstel", "--laag", f"vraag={layer}", "--laag", "zorg24=z_proef.csv", *more, "--uit", "uit_proef")
    return done, case.json("uit_proef/rapport.json")["regio"]["inwoners"] if done.code < 2 else None


ENGLISH = ["unexpected", "expected", "missing field", "invalid", "stream did not", "geometry type", "EOF", "at line", "not read"]


def is_dutch(text):
    return not any(word in text for word in ENGLISH)


c = Case("01")
done = c.run("importeer", "p.gpkg", "--laag", "vraag=vraag.csv")
rows = c.rows("p.gpkg", "select sum(inwoners), sum(inwoners_75plus) from vraag") if done.code < 2 else None
c.expect("14.721 inwoners en 1.335 75-plussers", rows == [(14721.0, 1335.0)], (rows, done))

c = Case("02")
done = c.run("controleer", "zorg24.csv")
c.expect("sep= wordt gelezen, 2 objecten", done.code < 2 and "2 objecten" in done.text, done)

c = Case("03")
done = c.run("controleer", "inwoners.csv")
c.expect("kopregel onder titelregels gelezen of de regel genoemd", done.code < 2 or "regel 1" in done.text, done)

c = Case("04")
done = c.run("controleer", "huisarts.csv")
c.expect("goede rij blijft; gelezen of veld en waarde genoemd", done.code == 0 or (done.code == 1 and "52" in done.text), done)

c = Case("05")
for n in range(1, 9):
    done = c.run("controleer", f"apotheek_{n}.csv")
    named = n in (3, 4, 5) and done.code == 2 and ("POINT" in done.text or "geo_point" in done.text or "Lat" in done.text)
    c.expect(f"apotheek_{n} gelezen of kolommen genoemd", done.code < 2 and "1 object" in done.text or named, done)

c = Case("07")
for name in sorted(name for name in os.listdir(c.folder) if name.endswith(".gpkg")):
    done = c.run("controleer", name)
    c.expect(f"{name} gelezen", done.code < 2 and "0 objecten" not in done.text, done)

c = Case("10")
done = c.run("importeer", "p.gpkg", "--laag", "gemeente=gemeenten.gpkg")
c.expect("bogen worden koorden of een Nederlandse zin", done.code < 2 and is_dutch(done.text), done)

c = Case("12")
done = c.run("voorstel", *[part for r in ("zorg24", "ontmoeting", "supermarkt", "vraag") for part in ("--laag", f"{r}={r}.geojson")], "--uit", "uit")
counts = [f["properties"]["voorzieningen"]["supermarkt"]["aantal"] for f in c.json("uit/zones.geojson")["features"]]
c.expect("twee winkels", counts and all(n == 2 for n in counts), (counts, done))

c = Case("15b")
done = c.run("importeer", "p.gpkg", "--laag", "apotheek=apotheken.csv", "--laag", "huisarts=huisartsen.csv")
ids = [row[0] for t in ("apotheek", "huisarts") for row in c.rows("p.gpkg", f"select id from {t}")]
c.expect("alle ids verschillen", len(ids) == len(set(ids)) == 4, (ids, done))
subprocess.run([sys.executable, "variant.py", "p.gpkg", "plaats_dicht", "huisarts", "Huisarts Jansenstraat"], cwd=c.folder, check=True)
done = c.run("exporteer", "p.gpkg", "--variant", "proef", "--formaat", "csv", "--uit", "uit")
c.expect("de apotheek blijft", len(c.table("uit/apotheek.csv")) == 2 and len(c.table("uit/huisarts.csv")) == 1, done)

c = Case("16")
done = c.run("bereik", "--punten", "punten.csv", "--laag", "supermarkt=supermarkt.geojson", "--uit", "b.csv")
values = [row["supermarkt_m"] for row in c.table("b.csv")] if done.code < 2 else None
c.expect("0, 0 en 1950 m", values == ["0.0", "0.0", "1950.0"], (values, done))

c = Case("18")
for name in sorted(name for name in os.listdir(c.folder) if name.startswith("adressen_")):
    done = c.run("bereik", "--punten", name, "--laag", "supermarkt=winkel.csv", "--uit", "b.csv")
    as_layer = c.run("controleer", name)
    text = open(os.path.join(c.folder, "b.csv"), "rb").read() if done.code < 2 else b""
    try:
        is_utf8 = bool(text.decode("utf-8") or done.code == 2)
    except UnicodeDecodeError:
        is_utf8 = False
    c.expect(f"{name} leest als laag en als punten", is_utf8 and (done.code < 2) == (as_layer.code < 2), (done, as_layer))
    c.expect(f"{name} geen ruwe bytes", "\0" not in done.text, done)

c = Case("20")
done = c.run("importeer", "p.gpkg", "--laag", "supermarkt=winkels.csv")
database = sqlite3.connect(os.path.join(c.folder, "p.gpkg"))
database.executescript("create table eigen_tabel(a); insert into eigen_tabel values(1); alter table supermarkt add column telefoon text;"
                       "insert into layer_styles(f_table_name, styleName, styleQML, useAsDefault) values('supermarkt','onze huisstijl','<qgis/>',0)")
database.close()
done = c.run("importeer", "p.gpkg", "--laag", "apotheek=apotheken.csv")
c.expect("eigen tabel, kolom en stijl blijven", c.rows("p.gpkg", "select a from eigen_tabel") == [(1,)]
         and "telefoon" in [r[1] for r in c.rows("p.gpkg", "pragma table_info(supermarkt)")]
         and c.rows("p.gpkg", "select count(*) from layer_styles where styleName='onze huisstijl'") == [(1,)], done)

c = Case("21")
for name in [name for name in os.listdir(c.folder) if name.endswith(".csv")]:
    done = c.run("importeer", "p.gpkg", "--laag", f"zorg24={name}", "--vervang")
    c.expect(f"{name} wordt gelezen", done.code < 2, done)

c = Case("24")
done = subprocess.run([sys.executable, "proef.py", "p.gpkg", PROGRAM], cwd=c.folder, capture_output=True, text=True)
c.expect("met een open WAL blijft alles heel", "malformed" not in done.stdout and "[('ok',)]" in done.stdout
         and "In QGIS gewijzigd" in done.stdout.split("na sluiten")[-1], done.stdout[-900:])
c = Case("24")
done = subprocess.run([sys.executable, "proef_transactie.py", "p.gpkg", PROGRAM], cwd=c.folder, capture_output=True, text=True)
c.expect("bij een open transactie een zin", done.stdout.count("een ander programma") == 3, done.stdout)

c = Case("29")
for name in sorted(name for name in os.listdir(c.folder) if name.startswith("punt_")):
    one = c.run("bereik", "--punten", "punten.csv", "--laag", f"supermarkt={name}", "--uit", "b.csv")
    two = c.run("bereik", "--punten", name, "--laag", "supermarkt=winkel.csv", "--uit", "c.csv")
    near = lambda path, code: code < 2 and all(float(r["supermarkt_m"] or 99) < 1 for r in c.table(path))
    c.expect(f"{name} op dezelfde plek, of beide geweigerd", (near("b.csv", one.code) and near("c.csv", two.code)) or (one.code == two.code == 2), (one, two))

c = Case("30")
for name in ("zorg.csv", "c.csv", "twee.csv"):
    done = c.run("controleer", name)
    c.expect(f"{name}: dubbele kolom gemeld", "kolom" in done.text and ("twee keer" in done.text or "niet gebruikt" in done.text), done)

c = Case("31")
c.run("importeer", "p.gpkg", "--laag", "zorg24=zorglocaties_2026-06.csv")
subprocess.run([sys.executable, "variant.py", "p.gpkg", "plaats_dicht", "zorg24", "Huize Noord"], cwd=c.folder, check=True)
c.run("exporteer", "p.gpkg", "--variant", "proef", "--formaat", "csv", "--uit", "a")
done = c.run("importeer", "p.gpkg", "--laag", "zorg24=zorglocaties_2026-11.csv", "--vervang")
c.run("exporteer", "p.gpkg", "--variant", "proef", "--formaat", "csv", "--uit", "b")
c.expect("de sluiting blijft werken", [r["id"] for r in c.table("a/zorg24.csv")] == [r["id"] for r in c.table("b/zorg24.csv")], done)
c.run("importeer", "w.gpkg", "--laag", "supermarkt=winkels_v1.gpkg")
before = c.rows("w.gpkg", "select id from supermarkt order by naam")
done = c.run("importeer", "w.gpkg", "--laag", "supermarkt=winkels_v2.gpkg", "--vervang")
c.expect("een sleutel die id heet is een id", before == c.rows("w.gpkg", "select id from supermarkt order by naam"), done)

c = Case("32")
for name in ("met_bom", "utf16", "cp1252", "komma", "tekst", "hoofdletter", "meervoud"):
    done = c.run("voorstel", "--demo", "--normen", f"{name}.toml", "--uit", f"uit_{name}")
    c.expect(f"{name}: gelezen of een Nederlandse zin", is_dutch(done.text) and (name not in ("met_bom", "utf16", "cp1252") or done.code == 0), done)
    if name == "komma":
        c.expect("komma: schrijf 1.3", "1.3" in done.text, done)

c = Case("40")
for name, hectares in {"mp_los": 3200, "twee_los": 3200, "cw_en_ccw": 3200}.items():
    done = c.run("importeer", f"{name}.gpkg", "--laag", f"studiegebied={name}.geojson")
    c.expect(f"{name} gelezen zonder 'kruiste'", done.code < 2 and "kruis" not in done.text, done)

c = Case("41")
done = c.run("importeer", "p.gpkg", "--laag", "supermarkt=geheim.geojson", "--demo")
names = [f["properties"].get("naam") for f in c.json("geheim.geojson")["features"]]
for form, to in (("geojson", "uit_g"), ("csv", "uit_c"), ("gpkg", "uit.gpkg")):
    out = c.run("exporteer", "p.gpkg", "--formaat", form, "--uit", to)
    path = os.path.join(c.folder, to)
    files = [path] if os.path.isfile(path) else [os.path.join(path, f) for f in os.listdir(path)] if os.path.isdir(path) else []
    found = [f for f in files if any(name and name.encode() in open(f, "rb").read() for name in names)]
    c.expect(f"{form}: geen naam van een laag die niet gedeeld mag worden", files and not found, (found, names, done, out))

c = Case("42")
c.run("importeer", "p.gpkg", "--laag", "zorg24=z.geojson")
done = c.run("exporteer", "p.gpkg", "--formaat", "csv", "--uit", "uit")
raw = open(os.path.join(c.folder, "uit/zorg24.csv"), encoding="utf-8").read()
c.expect("formules staan er niet als formule", not any(cell.startswith(("=", "+", "@")) for row in c.table("uit/zorg24.csv") for cell in row.values() if cell), raw)
c.run("importeer", "terug.gpkg", "--laag", "zorg24=uit/zorg24.csv")
c.expect("en komen heel terug", c.rows("p.gpkg", "select naam from zorg24 order by 1") == c.rows("terug.gpkg", "select naam from zorg24 order by 1"), raw)

c = Case("43")
lines = open(os.path.join(c.folder, "near_1000.csv"), encoding="utf-8").read().splitlines()
many = [lines[0]] + [line for line in lines[1:]]
big = [lines[0]]
for copy in range(10):
    for row in csv.reader(lines[1:], delimiter=";" if ";" in lines[0] else ","):
        row = [f"{copy}-{value}" if idx == 0 else value for idx, value in enumerate(row)]
        row = [str(float(value) + copy * 0.37) if idx >= len(row) - 2 and value.replace(".", "").isdigit() else value for idx, value in enumerate(row)]
        big.append((";" if ";" in lines[0] else ",").join(row))
c.write("near_10000.csv", "\n".join(big) + "\n")
times = []
for name in ("near_1000.csv", "near_10000.csv"):
    done = c.run("voorstel", *[part for r in ("zorg24", "supermarkt", "ontmoeting") for part in ("--laag", f"{r}={name}")], "--uit", f"uit_{name}")
    times.append(done.seconds)
c.expect(f"tien keer zoveel kost niet meer dan dertig keer ({times[0]:.2f} en {times[1]:.2f} s)", times[1] < max(30 * times[0], 3), done)

c = Case("44")
done = c.run("voorstel", "--demo", "--normen", "norm.toml", "--uit", "uit", limit=30)
c.expect("een norm boven 50 km wordt met regel geweigerd", done.code == 2 and "regel" in done.text, done)

c = Case("45")
done = c.run("controleer", "evilview.gpkg", limit=60)
c.expect("een eindeloze view wordt gemeld", done.code in (1, 2), done)

c = Case("46")
c.run("importeer", "p.gpkg", "--laag", "supermarkt=ah.csv")
done = c.run("importeer", "p.gpkg", "--laag", "supermarkt=jumbo.csv")
n = c.rows("p.gpkg", "select count(*) from supermarkt")[0][0]
expected = sum(len(open(os.path.join(c.folder, f), encoding="utf-8").read().splitlines()) - 1 for f in ("ah.csv", "jumbo.csv"))
c.expect("toegevoegd, en geteld", n == expected and "nieuw" in done.text, (n, expected, done))

c = Case("47")
layers = [part for r in ("zorg24", "supermarkt", "ontmoeting", "vraag") for part in ("--laag", f"{r}={r}.csv")]
once = c.run("voorstel", *layers, "--uit", "een")
done = c.run("voorstel", *layers, "--laag", "vraag=vraag.csv", "--uit", "twee")
c.expect("mensen niet twee keer", done.code == 2 or (c.json("een/rapport.json")["regio"]["inwoners"] == c.json("twee/rapport.json")["regio"]["inwoners"] and done.code == 1), done)

c = Case("48")
done = c.run("voorstel", "--demo", "--laag", "zorg24=supermarkt.geojson", "--uit", "uit")
c.expect("een andere soort wordt geweigerd", done.code in (1, 2) and "soort" in done.text, done)

c = Case("49")
c.run("demo", "--uit", "demo")
roles = [name[:-8] for name in os.listdir(os.path.join(c.folder, "demo")) if name.endswith(".geojson")]
layers = [part for r in roles if r != "studiegebied" for part in ("--laag", f"{r}=demo/{r}.geojson")]
done = c.run("voorstel", *layers, "--laag", "studiegebied=gem_Enschede.geojson", "--uit", "uit")
regio = c.json("uit/rapport.json")["regio"]
share = regio["in_zones"]["inwoners_75plus"] / regio["inwoners_75plus"]
c.expect(f"69,5% van de 75-plussers in een zone ({100 * share:.1f})", abs(share - 0.695) < 0.01, done)
done = c.run("voorstel", *layers, "--laag", "studiegebied=gem_Zwolle.geojson", "--uit", "zwolle")
c.expect("geen zones buiten Zwolle", done.code < 2 and len(c.json("zwolle/zones.geojson")["features"]) == 0, done)

c = Case("50")
done = c.run("importeer", "p.gpkg", "--laag", "vraag=vraag.csv")
rows = c.rows("p.gpkg", "select max(inwoners) from vraag") if done.code < 2 else None
c.expect("1.250 mensen", rows and rows[0][0] >= 1000, (rows, done))

print(f"{len(wrong)} fout" if wrong else "alles goed")
sys.exit(1 if wrong else 0)
