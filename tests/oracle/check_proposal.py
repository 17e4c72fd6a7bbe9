"""Recomputes a proposal with GEOS and PROJ and says where zorgkring's files differ.

Usage: check_proposal.py DEMO_FOLDER PROPOSAL_FOLDER
"""

import json
import math
import sys
from pathlib import Path

import pyproj
from shapely import STRtree, box, hausdorff_distance, make_valid, transform
from shapely.geometry import Point, shape
from shapely.ops import unary_union

FORMS = ["nultreden", "geclusterd", "zorggeschikt"]
OUTLINE_TOLERANCE_M = 5.0
SQUARE_M = 100.0
TO_RD = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True).transform


def features(path):
    for feature in json.loads(path.read_text())["features"]:
        yield feature["properties"], transform(shape(feature["geometry"]), TO_RD, interleaved=False)


def facilities(demo):
    """Places that serve people, per kind; stops count by their layer."""
    kinds = {}
    for path in sorted(demo.glob("*.geojson")):
        kind = path.stem
        if kind in {"vraag", "gemeente", "kern", "kandidaat", "cluster"}:
            continue
        kinds[kind] = [geometry for properties, geometry in features(path) if properties["status"] == "bestaand"]
    return kinds


def rings(norms, kinds, study_area):
    """Per woonvorm, from the outside in, where its required norms and those of all wider forms hold."""
    found = {}
    area = study_area
    for form in FORMS:
        for norm in norms["normen"]:
            if norm["woonvorm"] == form and norm["verplicht"]:
                radius = norm["max_m"] / norms["omloopfactor"]
                places = [place for kind in norm["soort"] for place in kinds.get(kind, [])]
                area = area.intersection(unary_union([place.buffer(radius, quad_segs=180) for place in places]))
        found[form] = area
    return found


def pieces(area):
    return [piece for piece in getattr(area, "geoms", [area]) if piece.area > 0]


def check_outlines(zones, reference, say):
    """Every zone against the piece of the reference it lies in; a piece that was divided against its zones together."""
    tree_pieces = pieces(reference["nultreden"])
    tree = STRtree(tree_pieces)
    by_piece = {}
    for properties, outline in zones:
        candidates = [idx for idx in tree.query(outline) if tree_pieces[idx].intersects(outline)]
        if not candidates:
            say(f"zone {properties['naam']} lies in no piece of the reference")
            continue
        best = max(candidates, key=lambda idx: tree_pieces[idx].intersection(outline).area)
        by_piece.setdefault(best, []).append((properties, outline))
    worst, worst_area, n_divided = 0.0, 0.0, 0
    for idx, members in by_piece.items():
        piece = tree_pieces[idx]
        n_divided += len(members) > 1
        # Just enough to close the seams, which rounding to 7 decimals leaves a centimetre apart.
        together = unary_union([outline.buffer(0.03) for _, outline in members]).buffer(-0.03)
        distance = hausdorff_distance(together.boundary, piece.boundary, densify=0.02)
        share = abs(together.area - piece.area) / piece.area
        # Both ways: no part of one lies farther than this from the other.
        stray = max(together.difference(piece.buffer(OUTLINE_TOLERANCE_M)).area,
                    piece.difference(together.buffer(OUTLINE_TOLERANCE_M)).area)
        worst, worst_area = max(worst, distance), max(worst_area, share)
        if distance > OUTLINE_TOLERANCE_M or stray > 1.0:
            names = ", ".join(properties["naam"] for properties, _ in members)
            say(f"outline of {names}: {distance:.1f} m apart, {stray:.0f} m2 stray, area {share:.2%} apart")
    missing = [
        piece for idx, piece in enumerate(tree_pieces)
        if idx not in by_piece and piece.area >= 1e4
        and any(core.area >= 1e4 for core in pieces(reference["geclusterd"].intersection(piece)))
    ]
    for piece in missing:
        at = piece.representative_point()
        say(f"a piece of {piece.area / 1e4:.1f} ha with a core at {at.x:.0f} {at.y:.0f} is no zone")
    print(f"outlines: {len(by_piece)} pieces, {n_divided} divided; worst {worst:.2f} m, area {worst_area:.3%} apart")


def check_ring_areas(zones, ring_layer, reference, say):
    """Rings lie in their zone and in the next wider ring, and are the reference within the zone."""
    per_zone = {}
    for properties, outline in ring_layer:
        per_zone.setdefault(properties["zone_id"], {})[properties["woonvorm"]] = (properties, outline)
    worst = 0.0
    for zone, outline in zones:
        wider = outline
        for form in FORMS:
            if form not in per_zone.get(zone["id"], {}):
                continue
            _, ring = per_zone[zone["id"]][form]
            outside = ring.difference(wider.buffer(0.1)).area
            if outside > 1.0:
                say(f"ring {form} of {zone['naam']} sticks {outside:.0f} m2 out of the next wider one")
            expected = reference[form].intersection(outline)
            expected = unary_union([piece for piece in pieces(expected) if piece.area >= 1e4])
            apart = ring.symmetric_difference(expected).area / max(ring.length, 1.0)
            worst = max(worst, apart)
            if apart > 2.0:
                say(f"ring {form} of {zone['naam']}: on average {apart:.1f} m along its edge from the reference")
            wider = ring
    print(f"rings: worst mean distance along the edge {worst:.2f} m")
    return per_zone


def check_people(zones, demo, say):
    """People by area share of the squares, of the outlines as they are in the file."""
    squares, counts = [], []
    for properties, place in features(demo / "vraag.geojson"):
        col, row = math.floor(place.x / SQUARE_M), math.floor(place.y / SQUARE_M)
        squares.append(box(col * SQUARE_M, row * SQUARE_M, (col + 1) * SQUARE_M, (row + 1) * SQUARE_M))
        counts.append(properties)
    tree = STRtree(squares)
    worst = 0.0
    for zone, outline in zones:
        shares = {idx: squares[idx].intersection(outline).area / SQUARE_M**2 for idx in tree.query(outline)}
        for field in ["inwoners", "inwoners_65plus", "inwoners_75plus"]:
            expected = sum(share * (counts[idx][field] or 0.0) for idx, share in shares.items())
            if zone[field] is None:
                if expected >= 5.0:
                    say(f"{zone['naam']}: {field} unknown instead of {expected:.1f}")
                continue
            apart = abs(zone[field] - expected) / max(expected, 1.0)
            worst = max(worst, apart)
            if apart > 0.002 and abs(zone[field] - expected) > 1.0:
                say(f"{zone['naam']}: {field} {zone[field]} instead of {expected:.1f}")
    print(f"people: worst {worst:.3%} apart")


def check_rules(zones, per_zone, kinds, detour_factor, say):
    """The largest distance within a ring: at least that at each of its vertices, and within a required norm."""
    n_rules, n_short, most_short = 0, 0, 0.0
    for zone, _ in zones:
        for rule in zone["toetsing"]:
            ring = per_zone.get(zone["id"], {}).get(rule["woonvorm"])
            if ring is None or rule["waarde_m"] is None:
                continue
            n_rules += 1
            tree = STRtree([place for kind in rule["soort"].split("|") for place in kinds.get(kind, [])])
            vertices = [Point(v) for part in pieces(ring[1]) for v in part.exterior.coords]
            nearest = [vertex.distance(tree.geometries[tree.nearest(vertex)]) * detour_factor for vertex in vertices]
            short = max(nearest) - rule["waarde_m"]
            most_short = max(most_short, short)
            n_short += short > OUTLINE_TOLERANCE_M * detour_factor
            if rule["voldoet"] and not rule["verplicht"] and max(nearest) > rule["norm_m"] + OUTLINE_TOLERANCE_M:
                say(f"{zone['naam']} {rule['woonvorm']} {rule['soort']}: holds at {rule['waarde_m']} m, but a vertex "
                    f"of the ring lies {max(nearest):.1f} m away, beyond {rule['norm_m']} m")
            if rule["verplicht"] and rule["waarde_m"] > rule["norm_m"] + 0.1:
                say(f"{zone['naam']} {rule['woonvorm']} {rule['soort']}: required {rule['norm_m']} m, "
                    f"but {rule['waarde_m']} m")
            if rule["voldoet"] != (rule["waarde_m"] <= rule["norm_m"] + 0.05):
                say(f"{zone['naam']} {rule['woonvorm']} {rule['soort']}: voldoet {rule['voldoet']} at "
                    f"{rule['waarde_m']} m of {rule['norm_m']} m")
    if n_short:
        say(f"waarde_m of {n_short} of {n_rules} rules is less than the distance at a vertex of the ring, "
            f"by {most_short:.1f} m at most")
    print(f"rules: {n_rules} held against the vertices of their ring")


def main():
    demo, proposal = Path(sys.argv[1]), Path(sys.argv[2])
    found = []
    report = json.loads((proposal / "rapport.json").read_text())
    norms = report["normenkader"]
    kinds = facilities(demo)
    municipalities = unary_union([make_valid(outline) for _, outline in features(demo / "gemeente.geojson")])
    west, south, east, north = municipalities.bounds
    cell = report["meten"]["cel_m"]
    study_area = box(*(math.floor(edge / cell) * cell for edge in (west, south)),
                     *(math.ceil(edge / cell) * cell for edge in (east, north)))
    reference = rings(norms, kinds, study_area)
    zones = list(features(proposal / "zones.geojson"))
    print(f"zones: {len(zones)}; all valid: {all(outline.is_valid for _, outline in zones)}")
    check_outlines(zones, reference, found.append)
    per_zone = check_ring_areas(zones, list(features(proposal / "ringen.geojson")), reference, found.append)
    check_people(zones, demo, found.append)
    check_rules(zones, per_zone, kinds, norms["omloopfactor"], found.append)
    for difference in found:
        print("DIFFERS:", difference)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
