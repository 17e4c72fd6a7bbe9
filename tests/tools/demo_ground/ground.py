"""Makes the real ground of the demo region from open data: assets/demo/ondergrond.geojson.gz and assets/kernen_2021.csv.

    python3 tests/tools/demo_ground/ground.py FOLDER

FOLDER has twente_gemeenten_cbs2026_rd.geojson, twente_plaatsen_top10nl_wgs84.geojson, twente_buurten_cbs2021_rd.gpkg and
twente_kernen_2021.csv. Needs shapely 2.1, numpy, pyproj and GDAL's ogr2ogr. Coordinates come out in whole metres RD.
"""

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import shape

FOLDER = Path(sys.argv[1])
ROOT = Path(__file__).resolve().parents[3]
SQUARE_M = 100.0
BORDER_M, BUILT_UP_M = 25.0, 6.0
RD = Transformer.from_crs("OGC:CRS84", "EPSG:28992", always_xy=True)


def features(text):
    return [(one["properties"], shape(one["geometry"])) for one in json.loads(text)["features"]]


def rd(geometry):
    return shapely.transform(geometry, lambda xy: np.column_stack(RD.transform(xy[:, 0], xy[:, 1])))


def tidy(geometry):
    """Areas of more than a hundred square metres in whole metres, the largest first."""
    whole = shapely.set_precision(shapely.make_valid(geometry), 1.0)
    parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon" and part.area > 100.0]
    return shapely.MultiPolygon(sorted(parts, key=lambda part: -part.area))


def coverage(areas):
    """Areas side by side in whole metres, simplified with what they share still shared to the metre."""
    whole = [shapely.transform(area, np.rint) for area in areas]
    simple = [polygons(area) for area in shapely.coverage_simplify(whole, BORDER_M)]
    assert all(area.is_valid for area in simple)
    return simple


def polygons(area):
    """An area as several, the largest first."""
    return shapely.MultiPolygon(sorted(shapely.get_parts(area), key=lambda part: -part.area))


def squares(area):
    """The middles of the squares of 100 m that lie in an area, by their middle."""
    west, south, east, north = (round(edge / SQUARE_M) for edge in area.bounds)
    cols, rows = np.meshgrid(np.arange(west - 1, east + 1), np.arange(south - 1, north + 1))
    xs, ys = (cols.ravel() + 0.5) * SQUARE_M, (rows.ravel() + 0.5) * SQUARE_M
    inside = shapely.contains_xy(area, xs, ys)
    return np.column_stack([xs[inside], ys[inside]])


municipalities = features((FOLDER / "twente_gemeenten_cbs2026_rd.geojson").read_text())
ogr = ["ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=NO", "/vsistdout/", str(FOLDER / "twente_buurten_cbs2021_rd.gpkg")]
buurten = features(subprocess.run(ogr, check=True, capture_output=True, text=True).stdout)
places = features((FOLDER / "twente_plaatsen_top10nl_wgs84.geojson").read_text())
kernels = [(one, rd(area)) for one, area in places if one["typeGebied"] == "woonkern"]

table = ROOT / "assets/kernen_2021.csv"
lines = table.read_text().splitlines()
notes = [line for line in lines if line.startswith("#")]
facts, villages_before = [], []
for row in csv.DictReader(line for line in lines if not line.startswith("#")):
    (villages_before if row["bron_coordinaat"] == "TOP10NL" else facts).append(row)
names = {row["gemeentecode"]: row["gemeente"] for row in facts}
COUNTS = ["inwoners", "inwoners_65plus", "inwoners_75plus", "inwoners_80plus"]

# Residents per built-up square of each buurt, to divide a town and the villages that are counted with it.
built_up = shapely.union_all([area for _, area in kernels])
density = []
for one, area in buurten:
    n = len(squares(area.intersection(built_up))) if area.intersects(built_up) else 0
    density.append(max(one["aantal_inwoners"] or 0.0, 0.0) / n if n else 0.0)
tree = shapely.STRtree([area for _, area in buurten])


def weight(area):
    found = tree.query(shapely.points(squares(area)), predicate="intersects")
    return sum(density[idx] for idx in found[1])


SPELLED = {"De Lutte": "de Lutte", "Lattrop": "Lattrop-Breklenkamp"}
outlines = {}
for one, area in kernels:
    key = (one["gm_code"], SPELLED.get(one["naamNL"], one["naamNL"]))
    outlines[key] = shapely.union_all([outlines[key], area]) if key in outlines else area
counted = {(row["gemeentecode"], row["kern"]): row for row in facts}
# Villages that the table of people counts with a larger kern.
PARTS = {
    "Enschede": ["Boekelo", "Usselo", "Glanerbrug", "Lonneker"], "Haaksbergen": ["Buurse", "Sint Isidorushoeve"],
    "Hengelo": ["Beckum"], "Nijverdal": ["Hulsen"], "Vriezenveen": ["De Pollen"], "Holten": ["Dijkerhoek"],
    "Weerselo": ["'t Stift"], "Denekamp": ["Noord-Deurningen"], "Losser": ["Glane-Beekhoek"],
}
WHOLE_OF = {part: whole for whole, parts in PARTS.items() for part in parts}
for village in villages_before:
    city = counted[village["gemeentecode"], WHOLE_OF[village["kern"]]]
    city.update({column: int(city[column]) + int(village[column]) for column in COUNTS})
rows = []
for row in facts:
    # A name that stands beside its built-up area moves into it.
    area = outlines.get((row["gemeentecode"], row["kern"]))
    if area is not None and not area.contains(shapely.Point(int(row["x_rd"]), int(row["y_rd"]))):
        point = area.representative_point()
        lon, lat = RD.transform(round(point.x), round(point.y), direction="INVERSE")
        row |= {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "x_rd": round(point.x), "y_rd": round(point.y)}
    code, name = row["gemeentecode"], row["kern"]
    villages = [(code, part) for part in PARTS.get(name, [])]
    rows.append(row)
    if not villages:
        continue
    shares = {key: weight(outlines[key]) for key in [(code, name), *villages]}
    total = sum(shares.values())
    whole = {column: int(row[column]) for column in COUNTS}
    for key in villages:
        point = outlines[key].representative_point()
        part = {column: 5 * round(whole[column] * shares[key] / total / 5) for column in COUNTS}
        for column in COUNTS:
            row[column] = int(row[column]) - part[column]
        lon, lat = RD.transform(round(point.x), round(point.y), direction="INVERSE")
        rows.append({**row, **part, "kern": key[1], "lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "x_rd": round(point.x),
                     "y_rd": round(point.y), "bron_coordinaat": "TOP10NL"})

with table.open("w", newline="") as out:
    out.write("\n".join(notes) + "\n")
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)

result = []
areas = coverage([area for _, area in municipalities])
for (one, _), area in zip(municipalities, areas):
    result.append(({"soort": "gemeente", "code": one["statcode"], "naam": names[one["statcode"]]}, area))
for row in rows:
    area = outlines.get((row["gemeentecode"], row["kern"]))
    if area is not None:
        area = tidy(area.simplify(BUILT_UP_M).difference(shapely.union_all([other for of, other in result if of["soort"] == "kern"])))
        result.append(({"soort": "kern", "gemeente": row["gemeentecode"], "naam": row["kern"]}, area))
# Slivers of buurten fall away: nothing is summed over their borders.
areas = [tidy(area) for area in shapely.coverage_simplify([area for _, area in buurten], BORDER_M)]
for (one, _), area in zip(buurten, areas):
    share = one["perc_personen_65_jaar_en_ouder"]
    properties = {"soort": "buurt", "code": one["buurtcode"], "naam": one["buurtnaam"], "gemeente": one["gemeentecode"]}
    properties |= {"inwoners": one["aantal_inwoners"], "aandeel_65plus": share}
    result.append((properties, area))


def coordinates(area):
    area = shapely.orient_polygons(area)
    return [[[[int(x), int(y)] for x, y in ring.coords] for ring in [part.exterior, *part.interiors]] for part in area.geoms]


text = [json.dumps({"type": "Feature", "properties": properties,
                    "geometry": {"type": "MultiPolygon", "coordinates": coordinates(area)}}, separators=(",", ":"), ensure_ascii=False)
        for properties, area in result]
text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(text) + "\n]}\n"
with open(ROOT / "assets/demo/ondergrond.geojson.gz", "wb") as out:
    out.write(gzip.compress(text.encode(), 9, mtime=0))
print(len(text), "bytes,", len(rows), "kernen; built-up without a row:", sorted(set(outlines) - {(row["gemeentecode"], row["kern"]) for row in rows}))
