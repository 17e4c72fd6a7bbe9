//! The rings of a polygon, and what a straight line leaves of one.

use geo::{Coord, LineString, Polygon};

/// The exterior and every interior ring.
pub(crate) fn rings_of(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// The vertices of an open ring on one side of a line, with new ones where the ring crosses it; `beyond` is above 0 on the
/// other side, and grows linearly with the distance from the line.
///
/// After Sutherland and Hodgman, *Reentrant Polygon Clipping*, 1974: parts that hang together only beyond the line stay tied
/// by stretches along it that enclose nothing.
pub(crate) fn clipped(vertices: &[Coord<f64>], beyond: impl Fn(Coord<f64>) -> f64) -> Vec<Coord<f64>> {
    let mut kept = Vec::with_capacity(vertices.len() + 1);
    for (from, to) in vertices.iter().zip(vertices.iter().cycle().skip(1)) {
        let (b_from, b_to) = (beyond(*from), beyond(*to));
        if b_from <= 0.0 {
            kept.push(*from);
        }
        if (b_from < 0.0 && b_to > 0.0) || (b_from > 0.0 && b_to < 0.0) {
            kept.push(*from + (*to - *from) * (b_from / (b_from - b_to)));
        }
    }
    kept
}
