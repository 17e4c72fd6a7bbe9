//! `vraag`: people as points, squares or areas, brought to 100 m squares with their totals kept.

use geo::{Area, Centroid, MultiPolygon};

use super::super::record::Row;
use super::of_row::{area_of, point_of};
use super::squares::{Inhabited, shared_out, squares_of};
use crate::crs::Rd;
use crate::domain::demand::{DEMAND_CELL_M, DemandCell, PeopleCounts};
use crate::domain::problem::Repeated;
use crate::layers::fields::OF_AREA;

/// A polygon of nearly a whole square, this close to a square's middle, is that square: coordinates are rounded and
/// degrees are turned into metres to within 0.25 m.
const SQUARE_TOLERANCE_M: f64 = 2.0;
const SQUARE_TOLERANCE_SHARE: f64 = 0.02;

/// More residents per hectare than any square of the CBS vierkantstatistiek has (assumption); an area below a hectare
/// counts as one, because a tower has a small foot.
const MAX_RESIDENTS_PER_HA: f64 = 1_000.0;
const M2_PER_HA: f64 = 10_000.0;

/// The people at a point or in an area, brought to the squares.
pub(super) fn demand(row: &mut Row<'_>, is_of_project: bool) -> Option<Inhabited> {
    if row.record.shape.0.polygons.is_empty() {
        let point = point_of(row)?;
        let cells = vec![DemandCell::at(point, known_people(row)?)];
        // Only a project has squares of which a wijk or buurt gave the people.
        let is_of_area = is_of_project && row.text(&[OF_AREA.name]).is_some_and(|text| text != "0");
        return Some(Inhabited { cells, area: None, is_of_area });
    }
    let area = area_of(row)?;
    let people = known_people(row)?;
    note_crowd(row, &people, &area);
    Some(match own_square(&area) {
        Some(square) => Inhabited { cells: vec![DemandCell { people, ..square }], area: None, is_of_area: false },
        None => {
            let cells = shared_out(&squares_of(&area.0), &people);
            Inhabited { cells, area: Some(area), is_of_area: false }
        }
    })
}

/// Tells of more people than live anywhere on such an area.
pub(super) fn note_crowd(row: &mut Row<'_>, people: &PeopleCounts, area: &Rd<MultiPolygon<f64>>) {
    let Some(residents) = people.residents else { return };
    let area_ha = area.0.unsigned_area() / M2_PER_HA;
    if residents > MAX_RESIDENTS_PER_HA * area_ha.max(1.0) {
        let (found, read) = (residents.to_string(), area_ha.to_string());
        row.problems.count_example(Repeated::CrowdedArea, None, &found, &read);
    }
}

/// The people of a record; none with a count when it gives no number at all.
pub(super) fn known_people(row: &mut Row<'_>) -> Option<PeopleCounts> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, Rect};

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rd<MultiPolygon<f64>> {
        let rect = Rect::new(Coord { x, y }, Coord { x: x + width, y: y + height });
        Rd(MultiPolygon::new(vec![rect.to_polygon()]))
    }

    #[test]
    fn a_square_a_few_centimetres_off_is_one_square() {
        let square = own_square(&rect(250_000.1, 469_999.9, 100.05, 99.95)).expect("a square");
        assert_eq!((square.col, square.row), (2_500, 4_700));
        assert!(own_square(&rect(250_030.0, 470_000.0, 100.0, 100.0)).is_none());
        assert!(own_square(&rect(250_000.0, 470_000.0, 200.0, 200.0)).is_none());
    }
}
