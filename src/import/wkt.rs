//! Well-known text, read into the same form as GeoJSON coordinates.

use std::fmt::Write;

use geo::MultiPolygon;

use super::raw_geometry::{Nested, RawGeometry};
use super::shape::{KINDS_NOT_READ, Shape};
use crate::crs::Rd;

/// Deepest brackets that are read; a collection of multipolygons needs five.
const MAX_DEPTH: usize = 16;

/// RD New, as EWKT names it.
const RD_NEW: &str = "28992";

/// An area as text that says that it is in RD, with all decimals.
pub(crate) fn text_from_area(area: &Rd<MultiPolygon<f64>>) -> String {
    let mut text = format!("SRID={RD_NEW};MULTIPOLYGON(");
    for (idx, polygon) in area.0.iter().enumerate() {
        text.push_str(if idx == 0 { "(" } else { ",(" });
        for (idx, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
            text.push_str(if idx == 0 { "(" } else { ",(" });
            for (idx, at) in ring.0.iter().enumerate() {
                let between = if idx == 0 { "" } else { "," };
                write!(text, "{between}{} {}", at.x, at.y).expect("a text takes what is written");
            }
            text.push(')');
        }
        text.push(')');
    }
    text.push(')');
    text
}

/// The area of such a text.
pub(crate) fn area_from_text(text: &str) -> Option<Rd<MultiPolygon<f64>>> {
    let (raw, _) = geometry_from_wkt(text).filter(|(_, code)| *code == Some(RD_NEW))?;
    let shape = Shape::from_raw(&raw).ok()?;
    (!shape.polygons.is_empty()).then_some(Rd(MultiPolygon(shape.polygons)))
}

/// A geometry from WKT or EWKT, with the EPSG code of the latter; nothing if it is neither.
pub(crate) fn geometry_from_wkt(text: &str) -> Option<(RawGeometry, Option<&str>)> {
    let (code, text) = match text.split_once(';') {
        Some((srid, rest)) => (Some(srid.split_once('=')?.1.trim()), rest),
        None => (None, text),
    };
    let mut parser = Parser { rest: text.trim() };
    let geometry = parser.geometry(0)?;
    parser.rest.trim().is_empty().then_some((geometry, code))
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn geometry(&mut self, depth: usize) -> Option<RawGeometry> {
        let kind = geojson_kind(self.word())?;
        self.geometry_of(kind, depth)
    }

    /// A part of a curve: one without a word of its own is a line.
    fn curve(&mut self, depth: usize) -> Option<RawGeometry> {
        match self.peek_word() {
            "" => self.geometry_of("LineString", depth),
            _ => self.geometry(depth),
        }
    }

    fn geometry_of(&mut self, kind: &'static str, depth: usize) -> Option<RawGeometry> {
        // Z, M and ZM say how many numbers follow; only the first two are used.
        while ["Z", "M", "ZM"].iter().any(|mark| self.peek_word().eq_ignore_ascii_case(mark)) {
            self.word();
        }
        let mut raw = RawGeometry { kind: kind.to_owned(), coordinates: None, geometries: None };
        if self.peek_word().eq_ignore_ascii_case("EMPTY") {
            self.word();
            return Some(raw);
        }
        if KINDS_NOT_READ.contains(&kind) {
            // It is refused by its name; what stands in it is no matter.
            self.rest = "";
            return Some(raw);
        }
        match kind {
            "GeometryCollection" => raw.geometries = Some(self.collection(depth, Self::geometry)?),
            "CompoundCurve" | "CurvePolygon" | "MultiCurve" => {
                raw.geometries = Some(self.collection(depth, Self::curve)?)
            }
            "MultiSurface" => raw.geometries = Some(self.collection(depth, Self::surface)?),
            _ => {}
        }
        if raw.geometries.is_some() {
            return Some(raw);
        }
        let nested = self.list(depth)?;
        raw.coordinates = Some(match kind {
            "Point" => only_item(nested)?,
            "MultiPoint" => unwrapped_points(nested),
            _ => nested,
        });
        Some(raw)
    }

    /// A part of a surface: one without a word of its own is a polygon.
    fn surface(&mut self, depth: usize) -> Option<RawGeometry> {
        match self.peek_word() {
            "" => self.geometry_of("Polygon", depth),
            _ => self.geometry(depth),
        }
    }

    fn collection(
        &mut self,
        depth: usize,
        part: fn(&mut Self, usize) -> Option<RawGeometry>,
    ) -> Option<Vec<RawGeometry>> {
        if depth >= MAX_DEPTH || !self.takes('(') {
            return None;
        }
        let mut parts = vec![part(self, depth + 1)?];
        while self.takes(',') {
            parts.push(part(self, depth + 1)?);
        }
        self.takes(')').then_some(parts)
    }

    /// A list in brackets of positions or of lists.
    fn list(&mut self, depth: usize) -> Option<Nested> {
        if depth >= MAX_DEPTH || !self.takes('(') {
            return None;
        }
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let item = if self.rest.starts_with('(') { self.list(depth + 1)? } else { self.position()? };
            items.push(item);
            if !self.takes(',') {
                break;
            }
        }
        self.takes(')').then_some(Nested::List(items))
    }

    fn position(&mut self) -> Option<Nested> {
        let end = self.rest.find([',', '(', ')'])?;
        let (numbers, rest) = self.rest.split_at(end);
        self.rest = rest;
        let mut ordinates = numbers.split_ascii_whitespace().map(|n| n.parse().unwrap_or(f64::NAN));
        Some(Nested::Position([ordinates.next()?, ordinates.next()?]))
    }

    fn takes(&mut self, mark: char) -> bool {
        self.rest = self.rest.trim_start();
        let taken = self.rest.strip_prefix(mark);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    fn peek_word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    fn word(&mut self) -> &'a str {
        let word = self.peek_word();
        self.rest = &self.rest[word.len()..];
        word
    }
}

fn only_item(nested: Nested) -> Option<Nested> {
    match nested {
        Nested::List(mut items) if items.len() == 1 => items.pop(),
        _ => None,
    }
}

/// Points without the brackets of their own that MULTIPOINT may have.
fn unwrapped_points(nested: Nested) -> Nested {
    match nested {
        Nested::List(items) => {
            let unwrapped = |item| match item {
                Nested::List(mut one) if one.len() == 1 => one.pop().unwrap_or(Nested::NotANumber),
                other => other,
            };
            Nested::List(items.into_iter().map(unwrapped).collect())
        }
        other => other,
    }
}

/// The name GeoJSON has for a WKT type; `POINTZ` is written by some.
fn geojson_kind(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_uppercase();
    Some(match word.trim_end_matches(['Z', 'M']) {
        "POINT" => "Point",
        "MULTIPOINT" => "MultiPoint",
        "LINESTRING" => "LineString",
        "MULTILINESTRING" => "MultiLineString",
        "POLYGON" => "Polygon",
        "MULTIPOLYGON" => "MultiPolygon",
        "GEOMETRYCOLLECTION" => "GeometryCollection",
        "CIRCULARSTRING" => "CircularString",
        "COMPOUNDCURVE" => "CompoundCurve",
        "CURVEPOLYGON" => "CurvePolygon",
        "MULTICURVE" => "MultiCurve",
        "MULTISURFACE" => "MultiSurface",
        "POLYHEDRALSURFACE" => "PolyhedralSurface",
        "TIN" => "TIN",
        "TRIANGLE" => "Triangle",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::shape::{Shape, ShapeFault};
    use super::*;

    fn shape(text: &str) -> Shape {
        Shape::from_raw(&geometry_from_wkt(text).expect("good WKT").0).expect("a shape")
    }

    #[test]
    fn points_and_polygons_are_read() {
        assert_eq!(shape("POINT (1 2.5)").points.len(), 1);
        assert_eq!(shape("point z(1 2.5 3)").points.len(), 1);
        assert_eq!(shape("MULTIPOINT ((1 2), (3 4))").points.len(), 2);
        assert_eq!(shape("MULTIPOINT (1 2, 3 4)").points.len(), 2);
        let holed = shape("POLYGON((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))");
        assert_eq!(holed.polygons[0].interiors().len(), 1);
        assert_eq!(shape("GEOMETRYCOLLECTION(POINT(1 2), MULTIPOLYGON(((0 0,1 0,1 1,0 0))))").polygons.len(), 1);
    }

    #[test]
    fn curves_are_read_with_and_without_words_of_their_own() {
        assert_eq!(shape("CIRCULARSTRING(0 0, 1 1, 2 0)").lines[0].0.len(), 46);
        assert_eq!(
            shape("COMPOUNDCURVE Z(CIRCULARSTRING Z(0 0 1, 1 1 1, 2 0 1), (2 0 1, 0 0 1))").lines[0].0.len(),
            47
        );
        let disk = "CURVEPOLYGON(CIRCULARSTRING(0 0, 2 0, 0 0), (1 0, 1.1 0, 1.1 0.1, 1 0))";
        let surface = shape(&format!("MULTISURFACE({disk}, ((5 5, 6 5, 6 6, 5 5)))"));
        assert_eq!(surface.polygons.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(), [1, 0]);
        let net = geometry_from_wkt("TIN Z(((0 0 0, 1 0 0, 1 1 0, 0 0 0)))").expect("good WKT").0;
        assert_eq!(Shape::from_raw(&net), Err(ShapeFault::NotRead("TIN")));
    }

    #[test]
    fn the_code_of_ewkt_is_given() {
        assert_eq!(geometry_from_wkt("SRID=28992;POINT(1 2)").expect("good EWKT").1, Some("28992"));
    }

    #[test]
    fn what_is_no_wkt_is_refused() {
        for text in ["", "POINT", "POINT(1)", "POINT(1 2", "POINT(1 2) x", "CIRCLE(1 2)", "POINT(1 2, 3 4)", "SRID"] {
            assert!(geometry_from_wkt(text).is_none(), "{text}");
        }
        assert!(geometry_from_wkt(&format!("POLYGON{}", "(".repeat(1_000_000))).is_none());
    }
}
