//! Laws of sketching: what is cut adds up, what is finished is valid, and nothing snaps farther than it may.

use geo::{BooleanOps, BoundingRect, Coord, LineString, Polygon, Validation};
use proptest::prelude::*;

use super::cutting::{cut_hole, join, split_area};
use super::making::{circle, rectangle, shape_from_stroke};
use super::size::{distance_m, polygon_area_m2};
use super::snapping::SnapIndex;
use super::validity::{Flaw, area_from_ring};
use super::vertices::{CornerIdx, Handle, with_handle_at, without_corner};
use crate::crs::Rd;
use crate::domain::sketch::SketchShape;

/// What the grid of the cutting may take or add, in square metres.
const SLACK_M2: f64 = 0.5;
/// With some slivers of less than a square metre, which are not kept.
const SLACK_WITH_SLIVERS_M2: f64 = 4.5;

fn place() -> impl Strategy<Value = Coord<f64>> {
    (0.0..2_000.0_f64, 0.0..2_000.0_f64).prop_map(|(x, y)| Coord { x: 250_000.0 + x, y: 470_000.0 + y })
}

/// An area that sees every corner from its middle, and so never crosses itself.
fn area() -> impl Strategy<Value = Polygon<f64>> {
    (place(), prop::collection::vec(50.0..800.0_f64, 5..24)).prop_map(|(center, radii)| {
        let turn = std::f64::consts::TAU / radii.len() as f64;
        let corner = |(idx, radius): (usize, &f64)| {
            let (sin, cos) = (turn * idx as f64).sin_cos();
            Coord { x: center.x + radius * cos, y: center.y + radius * sin }
        };
        area_from_ring(&radii.iter().enumerate().map(corner).collect::<Vec<_>>()).expect("a star")
    })
}

fn total(pieces: &[Polygon<f64>]) -> f64 {
    pieces.iter().map(polygon_area_m2).sum()
}

proptest! {
    #[test]
    fn the_pieces_of_a_split_are_valid_and_sum_to_the_area(area in area(), from in place(), to in place(), via in place()) {
        if let Ok(pieces) = split_area(&area, &LineString(vec![from, via, to])) {
            prop_assert!(pieces.len() >= 2);
            prop_assert!(pieces.iter().all(Validation::is_valid));
            prop_assert!((total(&pieces) - polygon_area_m2(&area)).abs() < SLACK_WITH_SLIVERS_M2);
        }
    }

    #[test]
    fn a_straight_line_through_and_through_always_cuts(area in area(), share in 0.1..0.9_f64) {
        let bounds = area.bounding_rect().expect("it is somewhere");
        let x = bounds.min().x + share * bounds.width();
        let by = LineString(vec![Coord { x, y: bounds.min().y - 10.0 }, Coord { x, y: bounds.max().y + 10.0 }]);
        let pieces = split_area(&area, &by).expect("it is cut");
        prop_assert!((total(&pieces) - polygon_area_m2(&area)).abs() < SLACK_WITH_SLIVERS_M2);
    }

    #[test]
    fn a_join_is_valid_and_no_larger_than_the_two_and_no_smaller_than_either(a in area(), b in area()) {
        let shape = |area: &Polygon<f64>| SketchShape::Area(Rd(area.clone()));
        if let Ok(SketchShape::Area(joined)) = join(&shape(&a), &shape(&b)) {
            let (a, b) = (polygon_area_m2(&a), polygon_area_m2(&b));
            let size = polygon_area_m2(&joined.0);
            prop_assert!(joined.0.is_valid());
            prop_assert!(size <= a + b + SLACK_M2 && size >= a.max(b) - SLACK_M2);
        }
    }

    #[test]
    fn a_hole_takes_off_exactly_what_lies_within(area in area(), center in place(), radius in 10.0..400.0_f64) {
        let hole = area_from_ring(&circle(center, radius)).expect("a circle");
        let within: f64 = area.intersection(&hole).iter().map(polygon_area_m2).sum();
        if let Ok(left) = cut_hole(&area, &hole) {
            prop_assert!(left.iter().all(Validation::is_valid));
            prop_assert!((polygon_area_m2(&area) - total(&left) - within).abs() < SLACK_WITH_SLIVERS_M2);
        }
    }

    #[test]
    fn what_is_finished_is_valid_and_what_crosses_is_refused_there(corners in prop::collection::vec(place(), 3..9)) {
        match area_from_ring(&corners) {
            Ok(area) => prop_assert!(area.is_valid()),
            Err(Flaw::Crossing(at)) => {
                let bounds = LineString(corners).bounding_rect().expect("it is somewhere");
                prop_assert!(at.x >= bounds.min().x - 1e-6 && at.x <= bounds.max().x + 1e-6);
                prop_assert!(at.y >= bounds.min().y - 1e-6 && at.y <= bounds.max().y + 1e-6);
            }
            Err(_) => {}
        }
    }

    #[test]
    fn a_stroke_gives_a_valid_shape(stroke in prop::collection::vec(place(), 2..40)) {
        match shape_from_stroke(&stroke, 5.0, 100.0) {
            Some(SketchShape::Area(area)) => prop_assert!(area.0.is_valid()),
            Some(SketchShape::Line(line)) => prop_assert!(line.0.is_valid()),
            other => prop_assert!(other.is_none()),
        }
    }

    #[test]
    fn an_edited_area_stays_valid(area in area(), corner in 0_usize..24, to in place(), new in any::<bool>()) {
        let shape = SketchShape::Area(Rd(area));
        let idx = CornerIdx { ring: 0, corner };
        let handle = if new { Handle::Middle(idx) } else { Handle::Corner(idx) };
        for changed in [with_handle_at(&shape, handle, to), without_corner(&shape, idx)].into_iter().flatten() {
            let SketchShape::Area(changed) = changed else { panic!("an area stays one") };
            prop_assert!(changed.0.is_valid());
        }
    }

    #[test]
    fn nothing_snaps_farther_than_it_may_nor_past_something_nearer(area in area(), at in place(), reach in 1.0..200.0_f64) {
        let index = SnapIndex::from_borders([&geo::MultiPolygon(vec![area.clone()])]);
        let nearest_corner = area.exterior().0.iter().map(|c| distance_m(at, *c)).fold(f64::INFINITY, f64::min);
        match index.snap(at, reach, None) {
            Some(found) => {
                let far = distance_m(at, found.place);
                prop_assert!(far <= reach + 1e-6);
                prop_assert!(nearest_corner > reach || (far - nearest_corner).abs() < 1e-6);
            }
            None => prop_assert!(nearest_corner > reach),
        }
    }

    #[test]
    fn a_rectangle_is_valid_whichever_corners_are_given(a in place(), b in place()) {
        match area_from_ring(&rectangle(a, b)) {
            Ok(area) => prop_assert!(area.is_valid()),
            Err(flaw) => prop_assert!((a.x - b.x).abs() * (a.y - b.y).abs() < 1.0, "{flaw:?}"),
        }
    }
}
