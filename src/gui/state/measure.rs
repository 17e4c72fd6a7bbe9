//! What is measured on the map: points, the length of the line through them, and the area when it is closed.

use geo::{Coord, Line, line_intersection::line_intersection};

use crate::analysis::walk::Walk;
use crate::crs::RdPoint;
use crate::gui::shapes::size::{HECTARE_M2, ring_area_m2};
use crate::nl::window as nl;

/// What is measured. Lengths and areas are those of the RD plane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measure {
    /// The points, in the order of clicking.
    pub points: Vec<RdPoint>,
    /// Does the line end where it began?
    pub is_closed: bool,
    /// Has the line ended? The next click begins a new one.
    pub is_done: bool,
}

impl Measure {
    /// Adds a point; begins anew after a line that has ended.
    pub fn add(&mut self, point: RdPoint) {
        if self.is_done {
            *self = Self::default();
        }
        self.points.push(point);
    }

    /// Takes the last point back, or opens what was closed.
    pub fn take_back(&mut self) {
        if !(self.is_closed || self.is_done) {
            self.points.pop();
        }
        (self.is_closed, self.is_done) = (false, false);
    }

    /// Ends the line where it began, when there are three points.
    pub fn close(&mut self) {
        if self.points.len() >= 3 {
            (self.is_closed, self.is_done) = (true, true);
        }
    }

    /// The legs, with the closing one.
    pub fn legs(&self) -> impl Iterator<Item = (RdPoint, RdPoint)> {
        let closing = self.points.last().zip(self.points.first()).filter(|_| self.is_closed);
        let pairs = self.points.windows(2).map(|pair| (pair[0], pair[1]));
        pairs.chain(closing.map(|(last, first)| (*last, *first)))
    }

    /// Length of all legs, in metres.
    pub fn length_m(&self) -> f64 {
        self.legs().map(|(from, to)| from.straight_distance_m(to)).sum()
    }

    /// Area of a closed line in hectares; nothing when it is open, or when its sides cross.
    pub fn area_ha(&self) -> Option<f64> {
        if !self.is_closed || self.crosses_itself() {
            return None;
        }
        let corners: Vec<Coord<f64>> = self.points.iter().map(|point| point.0.0).collect();
        Some(ring_area_m2(&corners) / HECTARE_M2)
    }

    /// Do two sides of a closed line cross? Takes time in proportion to the square of the number of points.
    pub fn crosses_itself(&self) -> bool {
        let sides: Vec<Line<f64>> = self.legs().map(|(a, b)| Line::new(a.0.0, b.0.0)).collect();
        let beside = |a: usize, b: usize| a + 1 == b || (a == 0 && b + 1 == sides.len());
        (0..sides.len())
            .any(|a| (a + 1..sides.len()).any(|b| !beside(a, b) && line_intersection(sides[a], sides[b]).is_some()))
    }

    /// What has been measured so far, in a sentence.
    pub fn summary(&self, walk: Walk) -> String {
        let length = nl::measured_length(self.length_m(), walk.along_m(self.length_m()));
        match (self.is_closed, self.area_ha()) {
            (false, _) => length,
            (true, Some(hectares)) => nl::measured_area(hectares, self.length_m()),
            (true, None) => nl::MEASURE_CROSSES.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALK: Walk = Walk::Straight { detour_factor: 1.3 };

    fn measure(points: &[(f64, f64)]) -> Measure {
        let mut measure = Measure::default();
        for (x, y) in points {
            measure.add(RdPoint::at(250_000.0 + x, 470_000.0 + y));
        }
        measure
    }

    #[test]
    fn a_line_along_two_sides_of_a_3_4_5_triangle_is_700_m_and_closed_it_is_1200_m_around_6_ha() {
        let mut line = measure(&[(0.0, 0.0), (300.0, 0.0), (300.0, 400.0)]);
        assert!((line.length_m() - 700.0).abs() < 1e-9);
        assert_eq!(line.area_ha(), None);
        assert_eq!(line.summary(WALK), "700 m · ≈ 910 m lopen");
        line.close();
        assert!((line.length_m() - 1_200.0).abs() < 1e-9);
        assert!((line.area_ha().expect("closed") - 6.0).abs() < 1e-9);
        assert_eq!(line.summary(WALK), "6,0 ha · omtrek 1,20 km");
    }

    #[test]
    fn a_line_with_its_points_clockwise_has_the_same_area() {
        let mut line = measure(&[(0.0, 0.0), (0.0, 100.0), (100.0, 100.0), (100.0, 0.0)]);
        line.close();
        assert!((line.area_ha().expect("closed") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_bow_tie_has_no_area_and_says_so() {
        let mut line = measure(&[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)]);
        line.close();
        assert_eq!(line.area_ha(), None);
        assert_eq!(line.summary(WALK), nl::MEASURE_CROSSES);
    }

    #[test]
    fn taking_back_opens_first_and_then_removes_and_a_click_after_the_end_begins_anew() {
        let mut line = measure(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]);
        line.close();
        line.take_back();
        assert_eq!((line.is_closed, line.points.len()), (false, 3));
        line.take_back();
        assert_eq!(line.points.len(), 2);
        line.is_done = true;
        line.add(RdPoint::at(250_000.0, 470_000.0));
        assert_eq!((line.points.len(), line.is_done), (1, false));
    }

    #[test]
    fn two_points_do_not_close() {
        let mut line = measure(&[(0.0, 0.0), (100.0, 0.0)]);
        line.close();
        assert!(!line.is_closed);
        assert!((line.length_m() - 100.0).abs() < 1e-9);
    }
}
