//! `pc4`: people per postcode area, spread over the built-up land of the kernen in it.

use geo::{Area, BoundingRect, MultiPolygon};

use super::super::codes::{CodeOf, normalized};
use super::super::problems::{Problems, quote};
use super::super::record::Row;
use super::super::shape::{common_area, remaining_area};
use super::of_row::area_of;
use super::people::{known_people, note_crowd};
use super::squares::{AreaPerSquare, add_squares, shared_out, squares_of};
use crate::crs::Rd;
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::{DEMAND_CELL_M, DemandCell, PeopleCounts};
use crate::domain::problem::{Position, ProblemKind, Repeated};
use crate::domain::settlement::Settlement;
use crate::layers::fields::POSTCODE;

/// Built-up land smaller than one square is a sliver of two outlines that do not quite agree (assumption).
const MIN_BUILT_UP_M2: f64 = DEMAND_CELL_M * DEMAND_CELL_M;

/// An outline with less than this share of its area in the gemeente it names lies in the wrong place (assumption;
/// postcode areas and gemeenten share their borders but for a few percent).
const MIN_SHARE_IN_OWN_MUNICIPALITY: f64 = 0.5;

/// The gemeente that a postcode area lies in, by its code or its name.
const OWN_MUNICIPALITY: [&str; 4] = ["gemeentecode", "gmcode", "gemeente", "gemeentenaam"];

/// A postcode area with its people, not yet spread.
#[derive(Debug, Clone)]
pub(super) struct PostcodeArea {
    pub(super) position: Position,
    pub(super) people: PeopleCounts,
    pub(super) area: Rd<MultiPolygon<f64>>,
    /// Gemeentecode or name, if the source gives it.
    pub(super) municipality: Option<String>,
}

/// The gemeente that a record names, by code or name.
pub(super) fn own_municipality(row: &Row<'_>) -> Option<String> {
    row.text(&OWN_MUNICIPALITY).map(|text| normalized(CodeOf::Municipality, &text))
}

/// A postcode area from its record.
pub(super) fn postcode_area(row: &mut Row<'_>) -> Option<PostcodeArea> {
    let area = area_of(row)?;
    let mut position = row.record.position.clone();
    if let Position::Feature { id: id @ None, .. } = &mut position {
        *id = row.text(POSTCODE.spellings).map(|code| quote(&normalized(CodeOf::Postcode, &code)));
    }
    let people = known_people(row)?;
    note_crowd(row, &people, &area);
    Some(PostcodeArea { position, people, area, municipality: own_municipality(row) })
}

/// Spreads the people of postcode areas over the built-up land in them, evenly where there is none; squares per area.
///
/// An outline that does not lie in the gemeente it names is a problem: its people go to the built-up land of that
/// gemeente in no other postcode area, or if there is none to all its built-up land. Totals are kept. Cost: one
/// overlay per area and kern whose boxes meet.
pub(super) fn spread(
    areas: &[PostcodeArea],
    settlements: &[Settlement],
    municipalities: &[CodedArea],
    problems: &mut Problems,
) -> Vec<Vec<DemandCell>> {
    let mut of_areas = Vec::new();
    for (idx, postcode) in areas.iter().enumerate() {
        let mut squares = AreaPerSquare::new();
        if let Some(own) = misplaced_from(postcode, municipalities) {
            let kind = ProblemKind::NotInOwnMunicipality(quote(&own.name));
            problems.at(&postcode.position, kind);
            let others = areas.iter().enumerate().filter(|(other, _)| *other != idx).map(|(_, other)| &other.area.0);
            squares = built_up_outside(&own.outline.0, settlements, others);
            if total(&squares) < MIN_BUILT_UP_M2 {
                squares = built_up_inside(&own.outline.0, settlements);
            }
        }
        if total(&squares) < MIN_BUILT_UP_M2 {
            squares = built_up_inside(&postcode.area.0, settlements);
        }
        if total(&squares) < MIN_BUILT_UP_M2 {
            problems.count(Repeated::NoBuiltUpLand, None);
            squares = squares_of(&postcode.area.0);
        }
        of_areas.push(shared_out(&squares, &postcode.people));
    }
    of_areas
}

fn total(squares: &AreaPerSquare) -> f64 {
    squares.values().sum()
}

/// The gemeente that an area names, when the area lies elsewhere.
fn misplaced_from<'a>(postcode: &PostcodeArea, municipalities: &'a [CodedArea]) -> Option<&'a CodedArea> {
    let stated = postcode.municipality.as_ref()?;
    let own = municipalities.iter().find(|m| m.code == *stated || same_name(&m.name, stated))?;
    let inside = common_area(&postcode.area.0, &own.outline.0)?.unsigned_area();
    (inside < MIN_SHARE_IN_OWN_MUNICIPALITY * postcode.area.0.unsigned_area()).then_some(own)
}

/// The same gemeente but for what CBS adds in brackets: `Hengelo (O.)`.
fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.split(" (").next().unwrap_or_default().trim().to_lowercase();
    plain(a) == plain(b)
}

/// The built-up land inside an area.
fn built_up_inside(area: &MultiPolygon<f64>, settlements: &[Settlement]) -> AreaPerSquare {
    let mut squares = AreaPerSquare::new();
    for outline in outlines(settlements).filter(|outline| boxes_meet(outline, area)) {
        match common_area(outline, area) {
            Some(common) => add_squares(&common, &mut squares),
            None => add_lesser_squares(&squares_of(outline), &squares_of(area), &mut squares),
        }
    }
    squares
}

/// The built-up land inside an area and outside all others.
fn built_up_outside<'a>(
    area: &MultiPolygon<f64>,
    settlements: &[Settlement],
    others: impl Iterator<Item = &'a MultiPolygon<f64>> + Clone,
) -> AreaPerSquare {
    let mut squares = AreaPerSquare::new();
    for outline in outlines(settlements).filter(|outline| boxes_meet(outline, area)) {
        let common = common_area(outline, area);
        let free = others
            .clone()
            .filter(|other| boxes_meet(other, outline))
            .fold(common, |free, other| free.and_then(|free| remaining_area(&free, other)));
        if let Some(free) = free {
            add_squares(&free, &mut squares);
        }
    }
    squares
}

fn outlines(settlements: &[Settlement]) -> impl Iterator<Item = &MultiPolygon<f64>> {
    settlements.iter().filter_map(|settlement| settlement.outline.as_ref()).map(|outline| &outline.0)
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

    fn postcode(residents: f64, area: Rd<MultiPolygon<f64>>) -> PostcodeArea {
        let people =
            PeopleCounts { residents: Some(residents), aged_65_plus: Some(residents / 5.0), aged_75_plus: None };
        PostcodeArea { position: Position::Line(2), people, area, municipality: Some("Hengelo".to_owned()) }
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

    fn n_residents(cells: &[DemandCell]) -> f64 {
        cells.iter().filter_map(|cell| cell.people.residents).sum()
    }

    #[test]
    fn people_live_on_the_built_up_land_and_their_total_is_kept() {
        let area = postcode(1234.5, rect(240_000.0, 470_000.0, 3_000.0, 2_000.0));
        let mut problems = Problems::new("pc4.csv", None);
        let cells = spread(&[area], &[kern(rect(242_950.0, 470_050.0, 1_000.0, 300.0))], &[], &mut problems).concat();
        assert!(cells.iter().all(|cell| cell.col == 2_429), "only the half square inside both");
        assert!((n_residents(&cells) - 1234.5).abs() < 1e-6);
        assert!(cells.iter().all(|cell| cell.people.aged_75_plus.is_none()), "unknown stays unknown");
        assert_eq!(problems.n_found(), 0);
    }

    #[test]
    fn without_built_up_land_people_are_spread_evenly() {
        let area = postcode(600.0, rect(240_000.0, 470_000.0, 300.0, 200.0));
        let mut problems = Problems::new("pc4.csv", None);
        let cells = spread(&[area], &[kern(rect(250_000.0, 480_000.0, 900.0, 900.0))], &[], &mut problems).concat();
        let each: Vec<_> = cells.iter().map(|cell| cell.people.residents).collect();
        assert_eq!(each, vec![Some(100.0); 6]);
        assert_eq!(problems.finish().list.len(), 1);
    }

    #[test]
    fn people_of_an_outline_in_the_wrong_gemeente_go_to_the_land_that_has_no_other_postcode() {
        let hengelo = CodedArea::new("GM0164", "Hengelo (O.)", rect(250_000.0, 470_000.0, 4_000.0, 2_000.0));
        let kernen = [kern(rect(250_000.0, 470_000.0, 1_000.0, 500.0)), kern(rect(253_000.0, 470_000.0, 500.0, 500.0))];
        let areas = [
            postcode(100.0, rect(250_000.0, 470_000.0, 2_000.0, 2_000.0)),
            postcode(77.0, rect(260_000.0, 470_000.0, 2_000.0, 2_000.0)),
        ];
        let mut problems = Problems::new("pc4.csv", None);
        let cells = spread(&areas, &kernen, &[hengelo], &mut problems).concat();
        let in_second: Vec<_> = cells.iter().filter(|cell| cell.col >= 2_530).copied().collect();
        assert!((n_residents(&in_second) - 77.0).abs() < 1e-6);
        let found = problems.finish().list;
        assert_eq!(found[0].kind, ProblemKind::NotInOwnMunicipality("Hengelo (O.)".to_owned()));
    }
}
