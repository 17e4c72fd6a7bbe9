#!/usr/bin/env python3
"""Compares the areas that zorgkring reads with those of GEOS: check_areas.py ZORGKRING FILE.geojson...

Each file is read as `studiegebied` into a project, and the area of that layer is held against the union that shapely makes of
the same polygons in RD, whichever way their rings run. Exit code 1 when one differs by more than 0.01%.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile

from pyproj import Transformer
from shapely import from_wkb, make_valid, transform, union_all
from shapely.geometry import shape

RD_NEW = (
    "+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel "
    "+towgs84=565.4171,50.3319,465.5524,-0.398957,0.343988,-1.8774,4.0725 +units=m"
)
RD_FROM_DEGREES = Transformer.from_crs("EPSG:4326", RD_NEW, always_xy=True)
ENVELOPE_BYTES = [0, 32, 48, 48, 64]
TOLERANCE = 1e-4


def expected_area(path):
    """The union of all polygons of a GeoJSON file, in square metres."""
    with open(path, encoding="utf-8-sig") as text:
        features = json.load(text)["features"]
    shapes = [shape(feature["geometry"]) for feature in features if feature["geometry"]]
    # Part by part: parts that overlap count once, where GEOS would mend the whole by leaving out what they share.
    areas = [part for one in shapes for part in getattr(one, "geoms", [one])]
    if areas and areas[0].bounds[3] < 60:
        areas = [transform(area, RD_FROM_DEGREES.transform, interleaved=False) for area in areas]
    return union_all([make_valid(area) for area in areas]).area


def read_area(program, path):
    """The study area that the program makes of a file, in square metres."""
    with tempfile.TemporaryDirectory() as folder:
        project = os.path.join(folder, "p.gpkg")
        subprocess.run([program, "importeer", project, "--laag", f"studiegebied={path}"], check=False, capture_output=True)
        rows = sqlite3.connect(project).execute("SELECT geom FROM studiegebied").fetchall()
    blobs = [blob for (blob,) in rows]
    return sum(from_wkb(blob[8 + ENVELOPE_BYTES[blob[3] >> 1 & 7] :]).area for blob in blobs)


def main(program, paths):
    """Prints both areas of each file; true when all agree."""
    agree = True
    for path in paths:
        expected, found = expected_area(path), read_area(program, path)
        fine = abs(found - expected) <= TOLERANCE * expected
        agree &= fine
        print(f"{'ok ' if fine else 'NOT'} {os.path.basename(path)}: {found:.1f} m2, shapely {expected:.1f} m2")
    return agree


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1], sys.argv[2:]) else 1)
