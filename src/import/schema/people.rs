//! `vraag` and `pc4`: people as points, squares or areas, brought to 100 m squares with their totals kept.

use std::collections::BTreeMap;

use geo::{Area, BoundingRect, Centroid, MultiPolygon};

use super::super::problem::Repeated;
use super::super::record::Row;
use super::super::shape::common_area;
use super::{area_of, point_of};
use crate::coverage::area_per_cell;
use crate::crs::Rd;
use crate::domain::demand::{DEMAND_CELL_M, DemandCell, PeopleCounts};
use crate::domain::settlement::Settlement;

/// A polygon of nearly a whole square, this close to a square's middle, is that square: coordinates are rounded and
/// degrees are turned into metres to within 0.25 m.
const SQUARE_TOLERANCE_M: f64 = 2.0;
const SQUARE_TOLERANCE_SHARE: f64 = 0.02;

/// Built-up land smaller than one square is a sliver of two outlines that do not quite agree (assumption).
const MIN_BUILT_UP_M2: f64 = DEMAND_CELL_M * DEMAND_CELL_M;

/// People of an area, not yet spread.
#[derive(Debug, Clone)]
pub(crate) struct PeopleArea {
    people: PeopleCounts,
    area: Rd<MultiPolygon<f64>>,
}

/// People of an area spread over squares.
pub(crate) struct Spread {
    pub(crate) cells: Vec<DemandCell>,
    /// False when there was no built-up land and they were spread evenly.
    pub(crate) on_built_up_land: bool,
}

/// A postcode area with its people.
pub(super) fn area(row: &mut Row<'_>) -> Option<PeopleArea> {
    let area = area_of(row)?;
    Some(PeopleArea { people: known_people(row)?, area })
}

/// Adds people at a point or in an area to the squares.
pub(super) fn demand(row: &mut Row<'_>, cells: &mut Vec<DemandCell>) -> Option<()> {
    if row.record.shape.0.polygons.is_empty() {
        let point = point_of(row)?;
        cells.push(DemandCell::at(point, known_people(row)?));
        return Some(());
    }
    let area = area_of(row)?;
    let people = known_people(row)?;
    match own_square(&area) {
        Some(square) => cells.push(DemandCell { people, ..square }),
        None => cells.extend(shared_out(&squares_of(&area.0), &people)),
    }
    Some(())
}

/// The people of a record; none with a count when it gives no number at all.
fn known_people(row: &mut Row<'_>) -> Option<PeopleCounts> {
    let people = row.people();
    if people == PeopleCounts::default() {
        if !row.has_people_field() {
            row.problems.count(Repeated::NoPeople, None);
        }
        return None;
    }
    Some(people)
}

/// The 100 m square that an area is, if it is one.
fn own_square(area: &Rd<MultiPolygon<f64>>) -> Option<DemandCell> {
    let square_m2 = DEMAND_CELL_M * DEMAND_CELL_M;
    let size = area.0.unsigned_area();
    if (size - square_m2).abs() > SQUARE_TOLERANCE_SHARE * square_m2 {
        return None;
    }
    let middle = Rd(area.0.centroid()?);
    let cell = DemandCell::at(middle, PeopleCounts::default());
    (cell.center().straight_distance_m(middle) <= SQUARE_TOLERANCE_M).then_some(cell)
}

type AreaPerSquare = BTreeMap<(i32, i32), f64>;

fn squares_of(area: &MultiPolygon<f64>) -> AreaPerSquare {
    let mut squares = AreaPerSquare::new();
    add_squares(area, &mut squares);
    squares
}

fn add_squares(area: &MultiPolygon<f64>, squares: &mut AreaPerSquare) {
    for polygon in area {
        area_per_cell(polygon, DEMAND_CELL_M, &mut |col, row, m2| *squares.entry((row, col)).or_insert(0.0) += m2);
    }
}

/// People shared out over squares by area; together they are as many as before.
fn shared_out(squares: &AreaPerSquare, people: &PeopleCounts) -> Vec<DemandCell> {
    let total: f64 = squares.values().sum();
    let cell = |(&(row, col), m2): (&(i32, i32), &f64)| {
        let mut part = PeopleCounts::default();
        part.add_share(people, m2 / total);
        DemandCell { col, row, people: part }
    };
    squares.iter().map(cell).collect()
}

/// Spreads the people of an area over the built-up land of the kernen in it, or evenly when there is none.
///
/// Cost: one overlay per kern whose box meets the area's.
pub(super) fn spread_over_built_up_land(people: &PeopleArea, settlements: &[Settlement]) -> Spread {
    let whole = &people.area.0;
    let mut built_up = AreaPerSquare::new();
    for outline in settlements.iter().filter_map(|settlement| settlement.outline.as_ref()) {
        if !boxes_meet(&outline.0, whole) {
            continue;
        }
        match common_area(&outline.0, whole) {
            Some(common) => add_squares(&common, &mut built_up),
            None => add_lesser_squares(&squares_of(&outline.0), &squares_of(whole), &mut built_up),
        }
    }
    let on_built_up_land = built_up.values().sum::<f64>() >= MIN_BUILT_UP_M2;
    let squares = if on_built_up_land { built_up } else { squares_of(whole) };
    Spread { cells: shared_out(&squares, &people.people), on_built_up_land }
}

/// The common area per square at most, for when the overlay cannot be made.
fn add_lesser_squares(a: &AreaPerSquare, b: &AreaPerSquare, squares: &mut AreaPerSquare) {
    for (square, m2) in a {
        if let Some(other) = b.get(square) {
            *squares.entry(*square).or_insert(0.0) += m2.min(*other);
        }
    }
}

fn boxes_meet(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> bool {
    let (Some(a), Some(b)) = (a.bounding_rect(), b.bounding_rect()) else {
        return false;
    };
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::RdPoint;
    use geo::{Coord, Rect};

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rd<MultiPolygon<f64>> {
        let rect = Rect::new(Coord { x, y }, Coord { x: x + width, y: y + height });
        Rd(MultiPolygon::new(vec![rect.to_polygon()]))
    }

    fn people(residents: f64) -> PeopleCounts {
        PeopleCounts { residents: Some(residents), aged_65_plus: Some(residents / 5.0), aged_75_plus: None }
    }

    fn kern(outline: Rd<MultiPolygon<f64>>) -> Settlement {
        Settlement {
            id: uuid::Uuid::nil(),
            name: String::new(),
            municipality_code: None,
            people: PeopleCounts::default(),
            point: RdPoint::at(0.0, 0.0),
            outline: Some(outline),
            provenance: crate::domain::identity::Provenance::default(),
        }
    }

    #[test]
    fn people_live_on_the_built_up_land_and_their_total_is_kept() {
        let pc4 = PeopleArea { people: people(1234.5), area: rect(240_000.0, 470_000.0, 3_000.0, 2_000.0) };
        let spread = spread_over_built_up_land(&pc4, &[kern(rect(242_950.0, 470_050.0, 1_000.0, 300.0))]);
        assert!(spread.on_built_up_land);
        assert!(spread.cells.iter().all(|cell| cell.col == 2_429), "only the half square inside both");
        let total: f64 = spread.cells.iter().filter_map(|cell| cell.people.residents).sum();
        assert!((total - 1234.5).abs() < 1e-6);
        assert!(spread.cells.iter().all(|cell| cell.people.aged_75_plus.is_none()), "unknown stays unknown");
    }

    #[test]
    fn without_built_up_land_people_are_spread_evenly() {
        let pc4 = PeopleArea { people: people(600.0), area: rect(240_000.0, 470_000.0, 300.0, 200.0) };
        let spread = spread_over_built_up_land(&pc4, &[kern(rect(250_000.0, 480_000.0, 900.0, 900.0))]);
        assert!(!spread.on_built_up_land);
        let each: Vec<_> = spread.cells.iter().map(|cell| cell.people.residents).collect();
        assert_eq!(each, vec![Some(100.0); 6]);
    }

    #[test]
    fn a_square_a_few_centimetres_off_is_one_square() {
        let square = own_square(&rect(250_000.1, 469_999.9, 100.05, 99.95)).expect("a square");
        assert_eq!((square.col, square.row), (2_500, 4_700));
        assert!(own_square(&rect(250_030.0, 470_000.0, 100.0, 100.0)).is_none());
        assert!(own_square(&rect(250_000.0, 470_000.0, 200.0, 200.0)).is_none());
    }
}
