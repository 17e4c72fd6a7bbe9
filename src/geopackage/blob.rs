//! `GeoPackageBinary` (clause 2.1.3): a header with an envelope, then WKB.

use geo::{
    BoundingRect, Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon, Rect,
};

use super::RD_NEW_ID;
use super::curve::chords;
use crate::domain::problem::BlobFault;

/// How deep collections may lie in each other.
const MAX_DEPTH: usize = 8;

/// The box around a geometry; nothing around nothing.
pub(crate) fn bounds(geometry: &Geometry<f64>) -> Option<Rect<f64>> {
    match geometry {
        Geometry::Point(at) => Some(Rect::new(at.0, at.0)),
        other => other.bounding_rect(),
    }
}

/// The bytes of a geometry in RD New, little-endian.
pub(crate) fn blob_from_geometry(geometry: &Geometry<f64>) -> Vec<u8> {
    /// Little-endian, with an envelope of minx, maxx, miny, maxy.
    const FLAGS: u8 = 0b0000_0011;
    /// As [`FLAGS`] without envelope, for a geometry that is empty.
    const FLAGS_EMPTY: u8 = 0b0001_0001;
    let mut bytes = b"GP\0".to_vec();
    let bounds = bounds(geometry);
    bytes.push(if bounds.is_some() { FLAGS } else { FLAGS_EMPTY });
    bytes.extend_from_slice(&RD_NEW_ID.to_le_bytes());
    for edge in bounds.iter().flat_map(|b| [b.min().x, b.max().x, b.min().y, b.max().y]) {
        bytes.extend_from_slice(&edge.to_le_bytes());
    }
    push_geometry(&mut bytes, geometry);
    bytes
}

fn push_geometry(bytes: &mut Vec<u8>, geometry: &Geometry<f64>) {
    match geometry {
        Geometry::Point(at) => {
            push_header(bytes, 1);
            push_coord(bytes, at.0);
        }
        Geometry::LineString(line) => {
            push_header(bytes, 2);
            push_ring(bytes, line);
        }
        Geometry::Polygon(polygon) => push_polygon(bytes, polygon),
        Geometry::MultiPoint(points) => {
            push_header(bytes, 4);
            push_count(bytes, points.0.len());
            points.0.iter().for_each(|at| push_geometry(bytes, &Geometry::Point(*at)));
        }
        Geometry::MultiLineString(lines) => {
            push_header(bytes, 5);
            push_count(bytes, lines.0.len());
            for line in &lines.0 {
                push_header(bytes, 2);
                push_ring(bytes, line);
            }
        }
        Geometry::MultiPolygon(area) => {
            push_header(bytes, 6);
            push_count(bytes, area.0.len());
            area.0.iter().for_each(|polygon| push_polygon(bytes, polygon));
        }
        Geometry::GeometryCollection(parts) => {
            push_header(bytes, 7);
            push_count(bytes, parts.0.len());
            parts.0.iter().for_each(|part| push_geometry(bytes, part));
        }
        Geometry::Line(line) => push_geometry(bytes, &LineString::from(*line).into()),
        Geometry::Rect(rect) => push_polygon(bytes, &rect.to_polygon()),
        Geometry::Triangle(triangle) => push_polygon(bytes, &triangle.to_polygon()),
    }
}

fn push_header(bytes: &mut Vec<u8>, wkb_type: u32) {
    bytes.push(1);
    bytes.extend_from_slice(&wkb_type.to_le_bytes());
}

fn push_count(bytes: &mut Vec<u8>, n: usize) {
    bytes.extend_from_slice(&u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn push_coord(bytes: &mut Vec<u8>, at: Coord<f64>) {
    bytes.extend_from_slice(&at.x.to_le_bytes());
    bytes.extend_from_slice(&at.y.to_le_bytes());
}

fn push_ring(bytes: &mut Vec<u8>, ring: &LineString<f64>) {
    push_count(bytes, ring.0.len());
    ring.0.iter().for_each(|at| push_coord(bytes, *at));
}

fn push_polygon(bytes: &mut Vec<u8>, polygon: &Polygon<f64>) {
    push_header(bytes, 3);
    push_count(bytes, 1 + polygon.interiors().len());
    push_ring(bytes, polygon.exterior());
    polygon.interiors().iter().for_each(|ring| push_ring(bytes, ring));
}

/// The geometry of bytes, in two dimensions; nothing when it is empty by its header or has no coordinates.
///
/// # Errors
/// [`BlobFault`] when the bytes are no geometry that is read.
pub(crate) fn geometry_from_blob(bytes: &[u8]) -> Result<Option<Geometry<f64>>, BlobFault> {
    let header = bytes.get(..8).ok_or(BlobFault::TooShort)?;
    if &header[..2] != b"GP" {
        return Err(BlobFault::BadHeader);
    }
    let flags = header[3];
    // Bit 5 marks an extended type, whose content is its own affair.
    if flags & 0b0010_0000 != 0 {
        return Err(BlobFault::BadHeader);
    }
    let envelope_bytes = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(BlobFault::BadHeader),
    };
    let wkb = bytes.get(8 + envelope_bytes..).ok_or(BlobFault::TooShort)?;
    if wkb.is_empty() && flags & 0b0001_0000 != 0 {
        return Ok(None);
    }
    let geometry = WkbReader { bytes: wkb, is_little: true, n_ordinates: 2 }.geometry(0)?;
    use geo::CoordsIter;
    let is_nowhere = |c: Coord<f64>| c.x.is_nan() && c.y.is_nan();
    let is_empty = geometry.coords_iter().all(is_nowhere);
    Ok((!is_empty).then_some(geometry))
}

struct WkbReader<'a> {
    bytes: &'a [u8],
    is_little: bool,
    /// How many numbers make a place: two, and what stands beside them.
    n_ordinates: usize,
}

impl WkbReader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BlobFault> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>().ok_or(BlobFault::TooShort)?;
        self.bytes = rest;
        Ok(*taken)
    }

    fn word(&mut self) -> Result<u32, BlobFault> {
        let bytes = self.take::<4>()?;
        Ok(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn number(&mut self) -> Result<f64, BlobFault> {
        let bytes = self.take::<8>()?;
        Ok(if self.is_little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// A count of things of at least so many bytes each.
    fn count(&mut self, min_bytes: usize) -> Result<usize, BlobFault> {
        let n = self.word()? as usize;
        if n > self.bytes.len() / min_bytes { Err(BlobFault::TooShort) } else { Ok(n) }
    }

    fn coord(&mut self) -> Result<Coord<f64>, BlobFault> {
        let (x, y) = (self.number()?, self.number()?);
        for _ in 2..self.n_ordinates {
            self.number()?;
        }
        Ok(Coord { x, y })
    }

    /// The bytes, then a type of its own, and how many numbers make a place from there on.
    fn kind(&mut self) -> Result<u32, BlobFault> {
        self.is_little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err(BlobFault::BadHeader),
        };
        let wkb_type = self.word()?;
        // Z and M by the thousands of ISO, or by the high bits of EWKB, which may bring an srid as well.
        let plain = wkb_type & 0x1FFF_FFFF;
        let (has_z, has_m) = (wkb_type & 0x8000_0000 != 0, wkb_type & 0x4000_0000 != 0);
        let of_iso = match plain / 1000 {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => return Err(BlobFault::UnknownType(plain)),
        };
        if wkb_type & 0x2000_0000 != 0 {
            self.word()?;
        }
        self.n_ordinates = 2 + (usize::from(has_z) + usize::from(has_m)).max(of_iso);
        Ok(plain % 1000)
    }

    fn line(&mut self) -> Result<LineString<f64>, BlobFault> {
        let n = self.count(8 * self.n_ordinates)?;
        (0..n).map(|_| self.coord()).collect::<Result<Vec<_>, _>>().map(LineString::new)
    }

    fn polygon(&mut self) -> Result<Polygon<f64>, BlobFault> {
        let n = self.count(4)?;
        let mut rings = (0..n).map(|_| self.line()).collect::<Result<Vec<_>, _>>()?.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn parts(&mut self, depth: usize) -> Result<Vec<Geometry<f64>>, BlobFault> {
        let n = self.count(5)?;
        (0..n).map(|_| self.geometry(depth + 1)).collect()
    }

    /// The curves that a compound curve or a curved polygon is made of, as lines.
    fn curves(&mut self, depth: usize) -> Result<Vec<LineString<f64>>, BlobFault> {
        of_type(self.parts(depth)?)
    }

    fn compound_curve(&mut self, depth: usize) -> Result<LineString<f64>, BlobFault> {
        let mut corners: Vec<Coord<f64>> = Vec::new();
        for part in self.curves(depth)? {
            // A part begins where the one before ended.
            let n_shared = usize::from(corners.last().is_some() && corners.last() == part.0.first());
            corners.extend_from_slice(&part.0[n_shared..]);
        }
        Ok(LineString::new(corners))
    }

    fn curve_polygon(&mut self, depth: usize) -> Result<Polygon<f64>, BlobFault> {
        let mut rings = self.curves(depth)?.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn geometry(&mut self, depth: usize) -> Result<Geometry<f64>, BlobFault> {
        if depth > MAX_DEPTH {
            return Err(BlobFault::TooDeep);
        }
        let kind = self.kind()?;
        Ok(match kind {
            1 => Point(self.coord()?).into(),
            2 => self.line()?.into(),
            3 => self.polygon()?.into(),
            4 => MultiPoint(of_type(self.parts(depth)?)?).into(),
            5 | 11 => MultiLineString(of_type(self.parts(depth)?)?).into(),
            6 | 12 => MultiPolygon(of_type(self.parts(depth)?)?).into(),
            7 => Geometry::GeometryCollection(GeometryCollection(self.parts(depth)?)),
            8 => LineString::new(chords(&self.line()?.0).ok_or(BlobFault::Misfit)?).into(),
            9 => self.compound_curve(depth)?.into(),
            10 => self.curve_polygon(depth)?.into(),
            _ => return Err(BlobFault::UnknownType(kind)),
        })
    }
}

/// The parts of a multi-geometry, which must all be of its own type.
fn of_type<T: TryFrom<Geometry<f64>>>(parts: Vec<Geometry<f64>>) -> Result<Vec<T>, BlobFault> {
    parts.into_iter().map(|part| T::try_from(part).map_err(|_| BlobFault::Misfit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, point, polygon};
    use proptest::prelude::*;

    fn examples() -> Vec<Geometry<f64>> {
        let square = polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0)];
        let line = line_string![(x: 1.0, y: 2.0), (x: 3.5, y: -4.25)];
        vec![
            point!(x: 250_000.123_456_789, y: 470_000.0).into(),
            line.clone().into(),
            square.clone().into(),
            MultiPoint(vec![point!(x: 1.0, y: 2.0), point!(x: 3.0, y: 4.0)]).into(),
            MultiLineString(vec![line.clone(), line]).into(),
            MultiPolygon(vec![square.clone()]).into(),
            Geometry::GeometryCollection(GeometryCollection(vec![square.into()])),
        ]
    }

    #[test]
    fn what_is_written_is_read_again() {
        for geometry in examples() {
            assert_eq!(geometry_from_blob(&blob_from_geometry(&geometry)), Ok(Some(geometry)));
        }
    }

    #[test]
    fn heights_and_measures_of_both_dialects_are_passed_over() {
        for (wkb_type, n_ordinates) in
            [(1_001_u32, 3), (2_001, 3), (3_001, 4), (0x8000_0001, 3), (0x4000_0001, 3), (0xC000_0001, 4)]
        {
            for is_little in [true, false] {
                let number = |n: f64| if is_little { n.to_le_bytes() } else { n.to_be_bytes() };
                let mut bytes = b"GP\0\0\0\0\0\0".to_vec();
                bytes.push(u8::from(is_little));
                bytes.extend(if is_little { wkb_type.to_le_bytes() } else { wkb_type.to_be_bytes() });
                (1..=n_ordinates).for_each(|n| bytes.extend(number(f64::from(n))));
                assert_eq!(geometry_from_blob(&bytes), Ok(Some(point!(x: 1.0, y: 2.0).into())), "{wkb_type:x}");
            }
        }
    }

    fn blob(wkb: &[u8]) -> Vec<u8> {
        [b"GP\0\0\0\0\0\0", wkb].concat()
    }

    /// Well-known bytes of a type, little-endian: a count, then what follows.
    fn wkb(wkb_type: u32, n: u32, rest: &[u8]) -> Vec<u8> {
        [b"\x01".as_slice(), &wkb_type.to_le_bytes(), &n.to_le_bytes(), rest].concat()
    }

    fn ordinates(numbers: &[f64]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn an_empty_point_is_nothing_and_a_net_of_triangles_is_refused() {
        let nowhere = Geometry::Point(point!(x: f64::NAN, y: f64::NAN));
        assert_eq!(geometry_from_blob(&blob_from_geometry(&nowhere)), Ok(None));
        for (wkb_type, kind) in [(16, 16), (1016, 16), (15, 15), (4001, 4001)] {
            assert_eq!(geometry_from_blob(&blob(&wkb(wkb_type, 0, &[]))), Err(BlobFault::UnknownType(kind)));
        }
        let point_in_polygons = wkb(6, 1, &[b"\x01\x01\0\0\0".as_slice(), &ordinates(&[1.0, 2.0])].concat());
        assert_eq!(geometry_from_blob(&blob(&point_in_polygons)), Err(BlobFault::Misfit));
    }

    #[test]
    fn a_surface_of_arcs_and_lines_is_read_as_chords() {
        use geo::Area;
        let arc = wkb(1008, 3, &ordinates(&[0.0, 0.0, 5.0, 1.0, 1.0, 5.0, 2.0, 0.0, 5.0]));
        let base = wkb(1002, 2, &ordinates(&[2.0, 0.0, 5.0, 0.0, 0.0, 5.0]));
        let ring = wkb(1009, 2, &[arc, base].concat());
        let surface = wkb(1012, 1, &wkb(1010, 1, &ring));
        let Ok(Some(Geometry::MultiPolygon(area))) = geometry_from_blob(&blob(&surface)) else { panic!("an area") };
        assert_eq!(area.0[0].exterior().0.len(), 47);
        assert!((area.unsigned_area() - std::f64::consts::FRAC_PI_2).abs() < 0.002);
        let curves = wkb(11, 2, &[wkb(8, 3, &ordinates(&[0.0, 0.0, 1.0, 1.0, 2.0, 0.0])), wkb(9, 0, &[])].concat());
        let Ok(Some(Geometry::MultiLineString(lines))) = geometry_from_blob(&blob(&curves)) else { panic!("lines") };
        assert_eq!(lines.0.iter().map(|line| line.0.len()).collect::<Vec<_>>(), [46, 0]);
        assert_eq!(geometry_from_blob(&blob(&wkb(8, 2, &ordinates(&[0.0; 4])))), Err(BlobFault::Misfit));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_geometry_or_a_fault(cut in 0_usize..200, which in 0_usize..7, at in 0_usize..200, to: u8) {
            let mut bytes = blob_from_geometry(&examples()[which]);
            let idx = at % bytes.len();
            bytes[idx] = to;
            bytes.truncate(cut.max(1));
            // Neither a panic nor memory beyond the bytes themselves; what comes out is no matter.
            let _ = geometry_from_blob(&bytes);
        }
    }
}
