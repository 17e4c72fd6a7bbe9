//! From squares to areas: rings around squares of one label, with corners cut so that they look drawn and not like stairs.

use std::collections::BTreeMap;

use geo::{Area, Contains, Coord, LineString, MultiPolygon, Polygon};

use zorgkring::crs::Rd;

/// A corner of the lattice of squares.
type Corner = (i32, i32);

/// Squares of one size, each with a label.
pub(super) struct Mosaic<'a> {
    /// Side of a square, in metres.
    pub(super) cell_m: f64,
    /// The label of the square with that column and row, if it has one.
    pub(super) label: &'a dyn Fn(i32, i32) -> Option<usize>,
    /// How often each vertex moves halfway to the middle of its neighbours.
    pub(super) n_smoothings: usize,
}

impl Mosaic<'_> {
    /// The area of the given squares, which all have one label and are all that have it.
    pub(super) fn area_of(&self, label: usize, squares: &[(i32, i32)]) -> Rd<MultiPolygon<f64>> {
        let mut shells = Vec::new();
        let mut holes = Vec::new();
        for corners in self.rings(label, squares) {
            let ring = self.smoothed(&corners);
            let polygon = Polygon::new(ring, Vec::new());
            if polygon.signed_area() > 0.0 { shells.push(polygon) } else { holes.push(polygon) }
        }
        for hole in holes {
            let start = hole.exterior().0[0];
            let around = shells.iter_mut().find(|shell| shell.contains(&start));
            if let Some(shell) = around {
                shell.interiors_push(hole.exterior().clone());
            }
        }
        Rd(MultiPolygon::new(shells))
    }

    /// The rings around a label, unit step by unit step, with the label on the left: shells counter-clockwise.
    fn rings(&self, label: usize, squares: &[(i32, i32)]) -> Vec<Vec<Corner>> {
        let mut steps: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
        for &(c, r) in squares {
            let sides = [
                ((c, r - 1), (c, r), (c + 1, r)),
                ((c + 1, r), (c + 1, r), (c + 1, r + 1)),
                ((c, r + 1), (c + 1, r + 1), (c, r + 1)),
                ((c - 1, r), (c, r + 1), (c, r)),
            ];
            for (neighbor, from, to) in sides {
                if (self.label)(neighbor.0, neighbor.1) != Some(label) {
                    steps.entry(from).or_default().push(to);
                }
            }
        }
        let mut rings = Vec::new();
        while let Some((&start, _)) = steps.first_key_value() {
            let mut ring = vec![start];
            let mut heading = (0, 0);
            loop {
                let here = ring[ring.len() - 1];
                let Some(next) = take_step(&mut steps, here, heading) else { break };
                heading = (next.0 - here.0, next.1 - here.1);
                if next == start {
                    break;
                }
                ring.push(next);
            }
            rings.push(ring);
        }
        rings
    }

    /// The ring through the middles of its steps, smoothed.
    fn smoothed(&self, corners: &[Corner]) -> LineString<f64> {
        let mut points: Vec<Coord<f64>> = Vec::with_capacity(corners.len() + 1);
        for (idx, from) in corners.iter().enumerate() {
            let to = corners[(idx + 1) % corners.len()];
            let middle = Coord {
                x: f64::from(from.0 + to.0) * 0.5 * self.cell_m,
                y: f64::from(from.1 + to.1) * 0.5 * self.cell_m,
            };
            points.push(middle);
        }
        for _ in 0..self.n_smoothings {
            let before = points.clone();
            for (idx, point) in points.iter_mut().enumerate() {
                let previous = before[(idx + before.len() - 1) % before.len()];
                let next = before[(idx + 1) % before.len()];
                *point = (previous + next) * 0.25 + *point * 0.5;
            }
        }
        points.push(points[0]);
        LineString::new(points)
    }
}

/// Takes the step from a corner; where two start, the one that turns left, which keeps to the same square.
fn take_step(steps: &mut BTreeMap<Corner, Vec<Corner>>, here: Corner, heading: (i32, i32)) -> Option<Corner> {
    let choices = steps.get_mut(&here)?;
    let left = (here.0 - heading.1, here.1 + heading.0);
    let idx = choices.iter().position(|to| *to == left).unwrap_or(0);
    let next = choices.remove(idx);
    if choices.is_empty() {
        steps.remove(&here);
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_squares_keeps_its_size_but_for_the_cut_corners() {
        let squares: Vec<(i32, i32)> = (0..4).flat_map(|c| (0..3).map(move |r| (c, r))).collect();
        let label = |c: i32, r: i32| ((0..4).contains(&c) && (0..3).contains(&r)).then_some(5);
        let mosaic = Mosaic { cell_m: 100.0, label: &label, n_smoothings: 0 };
        let area = mosaic.area_of(5, &squares).0.unsigned_area();
        assert!((area - (12.0 - 4.0 * 0.125) * 10_000.0).abs() < 1e-6, "{area}");
    }

    #[test]
    fn a_courtyard_becomes_a_hole() {
        let is_in = |c: i32, r: i32| (0..5).contains(&c) && (0..5).contains(&r) && (c, r) != (2, 2);
        let squares: Vec<(i32, i32)> =
            (0..5).flat_map(|c| (0..5).map(move |r| (c, r))).filter(|(c, r)| is_in(*c, *r)).collect();
        let label = |c: i32, r: i32| is_in(c, r).then_some(0);
        let mosaic = Mosaic { cell_m: 1.0, label: &label, n_smoothings: 0 };
        let area = mosaic.area_of(0, &squares);
        assert_eq!(area.0.0.len(), 1);
        assert_eq!(area.0.0[0].interiors().len(), 1);
    }
}
