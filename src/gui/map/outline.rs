//! Areas prepared for drawing: simplified per scale, cut into triangles once, outlined and dashed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::epaint::{Mesh, Vertex};
use egui::{Color32, Pos2, Shape, Stroke, pos2};
use geo::{BoundingRect, Coord, LineString, MultiPolygon, Simplify, TriangulateEarcut};

use super::bake::Frame;

/// How far a simplified outline may lie from the true one, in points.
const TOLERANCE_POINTS: f64 = 0.33;
/// Corners of an outline nearer to each other than this are one, in points.
const TOGETHER: f32 = 0.1;
/// Below this cosine of its turn a line goes straight back.
const BACK: f32 = -0.9999;
/// Below this cosine of its turn a corner gets a blunt end, or its edges would meet far away.
const SHARP: f32 = -0.3;
/// Half of what a blunt end measures across, in points.
const BLUNT: f32 = 0.2;

/// One scale's version of an area.
#[derive(Debug)]
struct Simplified {
    rings: Vec<LineString<f64>>,
    corners: Vec<Coord<f64>>,
    triangles: Vec<u32>,
}

/// An area, with the simplified versions that were asked for so far.
#[derive(Debug)]
pub struct DrawnArea {
    /// The area itself.
    pub(super) shape: MultiPolygon<f64>,
    /// Its box, unless it is empty.
    pub(super) bounds: Option<geo::Rect<f64>>,
    levels: Mutex<BTreeMap<i32, Arc<Simplified>>>,
}

impl DrawnArea {
    /// Prepares an area; nothing is computed before it is drawn.
    pub fn new(shape: MultiPolygon<f64>) -> Self {
        let bounds = shape.bounding_rect();
        Self { shape, bounds, levels: Mutex::default() }
    }

    /// Does it touch the part of RD that is wanted?
    pub fn touches(&self, frame: &Frame) -> bool {
        self.bounds.is_some_and(|bounds| frame.touches(&bounds))
    }

    fn level(&self, meters_per_point: f64) -> Arc<Simplified> {
        let step = level_step(meters_per_point);
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        levels.entry(step).or_insert_with(|| Arc::new(Simplified::new(&self.shape, tolerance_m(step)))).clone()
    }

    /// Its inside as triangles of one color.
    pub fn fill(&self, frame: &Frame, color: Color32) -> Shape {
        let level = self.level(frame.meters_per_point());
        let vertices = level
            .corners
            .iter()
            .map(|corner| Vertex { pos: frame.at(*corner), uv: egui::epaint::WHITE_UV, color })
            .collect();
        Shape::mesh(Mesh { vertices, indices: level.triangles.clone(), ..Mesh::default() })
    }

    /// Its outline as closed lines.
    pub fn outline(&self, frame: &Frame, stroke: Stroke, shapes: &mut Vec<Shape>) {
        for ring in &self.level(frame.meters_per_point()).rings {
            let points = apart(ring.0.iter().map(|corner| frame.at(*corner)));
            if points.len() > 2 {
                shapes.push(closed_path(&points, stroke));
            }
        }
    }

    /// Its outline as dashes, within what is wanted.
    pub fn dashed(&self, frame: &Frame, stroke: Stroke, dash: [f32; 2], shapes: &mut Vec<Shape>) {
        for ring in &self.level(frame.meters_per_point()).rings {
            dashes(frame, ring, stroke, dash, shapes);
        }
    }
}

/// The corners of a ring that lie apart, without spikes. Of several in one spot a line knows no direction, and where it goes
/// straight back its edges would shoot across the map.
fn apart(ring: impl Iterator<Item = Pos2>) -> Vec<Pos2> {
    let mut points: Vec<Pos2> = Vec::with_capacity(ring.size_hint().0);
    for at in ring {
        while let [.., before, last] = points[..]
            && goes_back(before, last, at)
        {
            points.pop();
        }
        if points.last().is_none_or(|last| last.distance(at) >= TOGETHER) {
            points.push(at);
        }
    }
    // The same where the ring closes.
    while let [first, second, .., before, last] = points[..] {
        if last.distance(first) < TOGETHER || goes_back(before, last, first) {
            points.pop();
        } else if goes_back(last, first, second) {
            points.remove(0);
        } else {
            break;
        }
    }
    points
}

/// Does a line go straight back at a corner?
fn goes_back(before: Pos2, corner: Pos2, after: Pos2) -> bool {
    (corner - before).normalized().dot((after - corner).normalized()) < BACK
}

impl Simplified {
    fn new(shape: &MultiPolygon<f64>, tolerance_m: f64) -> Self {
        let simplified = shape.simplify(tolerance_m);
        let mut level = Self { rings: Vec::new(), corners: Vec::new(), triangles: Vec::new() };
        for polygon in simplified.0.iter().filter(|polygon| polygon.exterior().0.len() >= 4) {
            let first = u32::try_from(level.corners.len()).unwrap_or(u32::MAX);
            let cut = polygon.earcut_triangles_raw();
            level.corners.extend(cut.vertices.iter().map(|[x, y]| Coord { x: *x, y: *y }));
            let indices = cut.triangle_indices.iter().filter_map(|idx| u32::try_from(*idx).ok());
            level.triangles.extend(indices.map(|idx| first + idx));
            level.rings.push(polygon.exterior().clone());
            level.rings.extend(polygon.interiors().iter().filter(|ring| ring.0.len() >= 4).cloned());
        }
        level
    }
}

/// Scales within a factor of two share a simplified version.
#[expect(clippy::cast_possible_truncation, reason = "a logarithm of metres per point")]
fn level_step(meters_per_point: f64) -> i32 {
    meters_per_point.log2().floor() as i32
}

fn tolerance_m(step: i32) -> f64 {
    f64::from(step).exp2() * TOLERANCE_POINTS
}

/// A line through points, however sharp its corners.
pub fn path(points: &[Pos2], stroke: Stroke) -> Shape {
    Shape::line(blunt(points, false), stroke)
}

/// A closed line through points, however sharp its corners.
pub fn closed_path(points: &[Pos2], stroke: Stroke) -> Shape {
    Shape::closed_line(blunt(points, true), stroke)
}

/// The same line with two corners beside each other in place of each sharp one.
fn blunt(points: &[Pos2], closed: bool) -> Vec<Pos2> {
    let n = points.len();
    let mut corners = Vec::with_capacity(n);
    for (idx, &at) in points.iter().enumerate() {
        let is_end = !closed && (idx == 0 || idx + 1 == n);
        let [into, out] = [at - points[(idx + n - 1) % n], points[(idx + 1) % n] - at].map(egui::Vec2::normalized);
        if is_end || into.dot(out) >= SHARP {
            corners.push(at);
            continue;
        }
        let tip = into - out;
        let across = egui::vec2(-tip.y, tip.x).normalized() * BLUNT;
        // First on the side that the line comes from.
        let first = if into.dot(across) > 0.0 { -across } else { across };
        corners.extend([at + first, at - first]);
    }
    corners
}

/// A line as dashes (length and gap in points), leaving out what is not wanted.
pub fn dashes(frame: &Frame, line: &LineString<f64>, stroke: Stroke, dash: [f32; 2], shapes: &mut Vec<Shape>) {
    let wanted = frame.local_rect();
    let mut run: Vec<Pos2> = Vec::new();
    let mut flush = |run: &mut Vec<Pos2>| {
        if run.len() > 1 {
            Shape::dashed_line_many(run, stroke, dash[0], dash[1], shapes);
        }
        run.clear();
    };
    for pair in line.0.windows(2) {
        match clip([frame.at(pair[0]), frame.at(pair[1])], wanted) {
            Some([from, to]) => {
                if run.last().is_none_or(|last| last.distance(from) > 0.5) {
                    flush(&mut run);
                    run.push(from);
                }
                run.push(to);
            }
            None => flush(&mut run),
        }
    }
    flush(&mut run);
}

/// The part of a segment within a rectangle (Liang & Barsky 1984).
fn clip([from, to]: [Pos2; 2], rect: egui::Rect) -> Option<[Pos2; 2]> {
    let along = to - from;
    let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
    for (p, q) in [
        (-along.x, from.x - rect.min.x),
        (along.x, rect.max.x - from.x),
        (-along.y, from.y - rect.min.y),
        (along.y, rect.max.y - from.y),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            enter = enter.max(q / p);
        } else {
            leave = leave.min(q / p);
        }
    }
    let at = |share: f32| pos2(from.x + along.x * share, from.y + along.y * share);
    (enter <= leave).then(|| [at(enter), at(leave)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area as _, polygon};

    #[test]
    fn triangles_of_an_area_with_a_hole_cover_exactly_its_size() {
        let mut with_hole: geo::Polygon<f64> =
            polygon![(x: 0.0, y: 0.0), (x: 1000.0, y: 0.0), (x: 1000.0, y: 1000.0), (x: 0.0, y: 1000.0)];
        with_hole.interiors_push(vec![(200.0, 200.0), (200.0, 600.0), (600.0, 600.0), (600.0, 200.0)]);
        let level = Simplified::new(&with_hole.clone().into(), 0.1);
        let covered: f64 = level
            .triangles
            .chunks_exact(3)
            .map(|t| {
                let [a, b, c] = [0, 1, 2].map(|i| level.corners[t[i] as usize]);
                ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).abs() / 2.0
            })
            .sum();
        assert!((covered - with_hole.unsigned_area()).abs() < 1e-6);
    }

    #[test]
    fn corners_in_one_spot_are_one_and_a_ring_within_a_spot_has_no_outline() {
        let corners = [(0.0, 0.0), (0.0, 0.01), (0.01, 0.0), (9.0, 0.0), (9.0, 9.0), (9.0, 9.02), (0.05, 0.0)];
        let ring = corners.map(|(x, y)| pos2(x, y));
        assert_eq!(apart(ring.into_iter()), [pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(9.0, 9.0)]);
        assert!(apart(ring[..3].iter().copied()).len() < 3);
    }

    #[test]
    fn a_spike_is_left_out_wherever_the_ring_begins() {
        let square = [pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(9.0, 9.0), pos2(0.0, 9.0)];
        let spiked = [square[0], square[1], pos2(40.0, 0.001), square[1], square[2], square[3]];
        for start in 0..spiked.len() {
            let mut ring = spiked.to_vec();
            ring.rotate_left(start);
            ring.push(ring[0]);
            let mut left = apart(ring.into_iter());
            left.sort_by(|a, b| (a.x, a.y).partial_cmp(&(b.x, b.y)).expect("numbers"));
            assert_eq!(left, [square[0], square[3], square[1], square[2]], "from {start}");
        }
    }

    /// How far the edges of a line meet from its corner, as the drawing library has it, in half widths.
    fn mitre(before: Pos2, at: Pos2, after: Pos2) -> f32 {
        let [a, b] = [(at - before).normalized().rot90(), (after - at).normalized().rot90()];
        1.0 / ((a + b) / 2.0).length()
    }

    #[test]
    fn no_corner_of_a_line_shoots_out_however_sharp_it_is() {
        for degrees in (0_u16..360).chain([179, 181]) {
            for by in [0.0_f32, 0.3, 0.9] {
                let (sine, cosine) = (f32::from(degrees) + by).to_radians().sin_cos();
                let corner = [pos2(-50.0, 0.0), pos2(0.0, 0.0), pos2(60.0 * cosine, 60.0 * sine)];
                let line = blunt(&corner, false);
                assert_eq!((line[0], line[line.len() - 1]), (corner[0], corner[2]));
                assert!(line.iter().all(|at| corner.iter().any(|of| of.distance(*at) <= BLUNT + 1e-6)));
                for of in line.windows(3) {
                    let found = mitre(of[0], of[1], of[2]);
                    assert!(found < 2.0, "{degrees}+{by}: {found} at {of:?}");
                }
            }
        }
    }

    #[test]
    fn a_segment_is_cut_at_the_rectangle_and_one_outside_is_left_out() {
        let rect = egui::Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        assert_eq!(clip([pos2(-5.0, 5.0), pos2(15.0, 5.0)], rect), Some([pos2(0.0, 5.0), pos2(10.0, 5.0)]));
        assert_eq!(clip([pos2(-5.0, 20.0), pos2(15.0, 20.0)], rect), None);
    }
}
