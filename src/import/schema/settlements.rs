//! `kern`: built-up areas of TOP10NL or of anyone, and tables of kernen with a point each.

use std::sync::Arc;

use uuid::Uuid;

use super::super::codes::{CodeOf, normalized};
use super::super::record::Row;
use super::super::shape::{label_point, valid_area};
use super::gathered::Gathered;
use super::ids::Claim;
use super::layer::LayerInProgress;
use super::of_row::{area_of, name_of};
use crate::domain::demand::PeopleCounts;
use crate::domain::identity::Provenance;
use crate::domain::problem::{ExpectedGeometry, ProblemKind, Repeated};
use crate::domain::settlement::Settlement;
use crate::layers::FeatureMut;
use crate::layers::fields::{MUNICIPALITY, SETTLEMENT_NAME};

/// The one `typeGebied` of TOP10NL that is a kern: a wijk, buurt, stadsdeel or deelkern lies inside one or belongs to it,
/// a buurtschap or gehucht has no built-up area of its own and nobody lives on an industriekern.
const SETTLEMENT_TYPE: &str = "woonkern";

/// Adds a kern; several polygons with the same name in the same gemeente are one.
pub(super) fn settlement(row: &mut Row<'_>, layer: &mut LayerInProgress, gathered: &mut Gathered) -> Option<()> {
    if row.text(&["typegebied"]).is_some_and(|kind| !kind.eq_ignore_ascii_case(SETTLEMENT_TYPE)) {
        row.problems.count(Repeated::NotASettlement, Some("typeGebied"));
        return None;
    }
    let shape = &row.record.shape;
    let outline = if shape.0.polygons.is_empty() { None } else { Some(area_of(row)?) };
    let point = match &outline {
        Some(area) => label_point(area)?,
        None if shape.0.points.is_empty() => {
            let found = shape.0.kind.to_owned();
            let kind = ProblemKind::WrongGeometry { found, expected: ExpectedGeometry::PointsOrAreas };
            row.problems.at(&row.record.position, kind);
            return None;
        }
        None => shape.point()?.0,
    };
    let municipality_code = row.text(MUNICIPALITY.spellings).map(|text| normalized(CodeOf::Municipality, &text));
    let mut kern = Settlement {
        id: Uuid::nil(),
        name: String::new(),
        municipality_code,
        people: PeopleCounts::default(),
        point,
        outline,
        provenance: Provenance::default(),
    };
    row.fill(&layer.fields, FeatureMut::Settlement(&mut kern));
    let source_name = row.text(SETTLEMENT_NAME.spellings);
    let base = &mut gathered.baseline;
    let key =
        source_name.as_ref().zip(kern.municipality_code.as_ref()).map(|(name, code)| format!("{code}\u{1f}{name}"));
    let known = key.as_ref().and_then(|key| gathered.by_code.get(&(layer.role, key.clone())).copied());
    if let Some(idx) = known {
        join(&mut Arc::make_mut(&mut base.settlements)[idx], kern);
        layer.add_row_to_claim(idx, row.record.number);
        return Some(());
    }
    kern.provenance.carried = layer.carrying.of_row(row);
    layer.claims.push(Claim {
        role: layer.role,
        own: row.record.own_id(),
        publisher: kern.provenance.source.clone(),
        name: source_name.unwrap_or_default(),
        point,
        municipality: kern.municipality_code.clone(),
        position: row.record.position.clone(),
        rows: layer.rows_of(row.record.number),
    });
    kern.name = name_of(row, SETTLEMENT_NAME.spellings, layer.role.name());
    let base = &mut gathered.baseline;
    if let Some(key) = key {
        gathered.by_code.insert((layer.role, key), base.settlements.len());
    }
    Arc::make_mut(&mut base.settlements).push(kern);
    Some(())
}

/// Adds a further part to a kern; its name stays where the first part put it.
fn join(first: &mut Settlement, part: Settlement) {
    let is_told = |people: &PeopleCounts| *people != PeopleCounts::default();
    first.people = match (is_told(&first.people), is_told(&part.people)) {
        (true, true) => first.people.and(&part.people),
        (false, true) => part.people,
        (_, false) => first.people,
    };
    match (&mut first.outline, part.outline) {
        (Some(whole), Some(part)) => {
            let parts: Vec<_> = whole.0.iter().chain(&part.0).cloned().collect();
            if let Some(joined) = valid_area(&parts) {
                *whole = joined.area;
            }
        }
        (none @ None, part) => *none = part,
        (Some(_), None) => {}
    }
}
