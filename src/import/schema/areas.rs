//! `gemeente`, `wijk` and `buurt` as CBS and PDOK publish them, joined on their code.

use geo::MultiPolygon;

use super::super::codes::{CodeOf, normalized};
use super::super::problems::quote;
use super::super::record::Row;
use super::super::shape::valid_area;
use super::gathered::Gathered;
use super::layer::{FeatureKey, LayerInProgress};
use super::of_row::{area_of, name_of};
use super::people::note_crowd;
use crate::crs::Rd;
use crate::domain::baseline::Role;
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::PeopleCounts;
use crate::domain::problem::ProblemKind;
use crate::layers::Field;
use crate::layers::fields::{
    DISTRICT_CODE, DISTRICT_NAME, MUNICIPALITY_CODE, MUNICIPALITY_NAME, NEIGHBORHOOD_CODE, NEIGHBORHOOD_NAME,
};

/// The fields of code and name per role, and what the code is of.
fn identity_of(role: Role) -> (CodeOf, [&'static Field; 2]) {
    match role {
        Role::District => (CodeOf::District, [&DISTRICT_CODE, &DISTRICT_NAME]),
        Role::Neighborhood => (CodeOf::Neighborhood, [&NEIGHBORHOOD_CODE, &NEIGHBORHOOD_NAME]),
        _ => (CodeOf::Municipality, [&MUNICIPALITY_CODE, &MUNICIPALITY_NAME]),
    }
}

/// Adds a gemeente, wijk or buurt; parts with the same code are joined.
pub(super) fn area(row: &mut Row<'_>, layer: &mut LayerInProgress, gathered: &mut Gathered) -> Option<()> {
    // The water of a coastal gemeente is a row of its own in the wijk- en buurtkaart, with the same code.
    if row.text(&["water"]).is_some_and(|water| water.eq_ignore_ascii_case("ja")) {
        return None;
    }
    let role = layer.role;
    let (code_of, [code_field, name_field]) = identity_of(role);
    let Some(code) = row.text(code_field.spellings).map(|text| normalized(code_of, &text)) else {
        row.say(code_field.spellings[0], ProblemKind::MissingValue);
        return None;
    };
    let outline = area_of(row)?;
    let key = (role, code.clone());
    if let Some(idx) = gathered.by_code.get(&key).copied() {
        row.problems.at(&row.record.position, ProblemKind::DuplicateCode(quote(&code)));
        let joined = &mut gathered.baseline.coded_areas_mut(role)?[idx].outline;
        let parts: Vec<_> = joined.0.iter().chain(&outline.0).cloned().collect();
        *joined = valid_area(&parts)?.area;
        layer.trace(row.record.number, FeatureKey::Area(code));
        return Some(());
    }
    let people = people(row, layer, (&code, &outline));
    layer.trace(row.record.number, FeatureKey::Area(code.clone()));
    let name = name_of(row, name_field.spellings, &code);
    let mut area = CodedArea { code, name, outline, people, carried: layer.carrying.of_row(row) };
    let all = gathered.baseline.coded_areas_mut(role)?;
    let idx = match gathered.by_code_before.remove(&key) {
        Some(idx) => {
            area.people = area.people.or(&all[idx].people);
            all[idx] = area;
            layer.n_again += 1;
            idx
        }
        None => {
            all.push(area);
            all.len() - 1
        }
    };
    gathered.by_code.insert(key, idx);
    Some(())
}

/// The people of a wijk or buurt, which are spread when all files are read; a project has done so.
fn people(
    row: &mut Row<'_>,
    layer: &mut LayerInProgress,
    (code, outline): (&str, &Rd<MultiPolygon<f64>>),
) -> PeopleCounts {
    if !matches!(layer.role, Role::District | Role::Neighborhood) || !row.has_people_field() {
        return PeopleCounts::default();
    }
    let people = row.people();
    note_crowd(row, &people, outline);
    if layer.is_delivery() && people != PeopleCounts::default() {
        layer.peopled.insert(code.to_owned(), row.record.position.clone());
    }
    people
}
