//! `zorg24`, the kinds, `kandidaat` and `cluster`: points with a name and a status, by the fields of the contract.

use serde_json::Value;
use uuid::Uuid;

use super::super::columns;
use super::super::problems::quote;
use super::super::record::Row;
use super::gathered::Gathered;
use super::ids::Claim;
use super::layer::LayerInProgress;
use super::of_row::{name_of, place_of};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::housing::HousingForm;
use crate::domain::place::{Care, Complex, Place, Sector, Site, What};
use crate::domain::problem::{Expected, ProblemKind};
use crate::layers::{HOUSING_FORMS, SECTORS};

/// The id of a place until its file is read to the end.
const UNSETTLED: Uuid = Uuid::nil();

/// Columns that an exported layer of places always has filled in, a column of each.
const EXPORTED: [&[&str]; 2] = [&["status"], &["soort", "sector"]];

/// Adds a place of the layer's role.
pub(super) fn place(row: &mut Row<'_>, layer: &mut LayerInProgress, gathered: &mut Gathered) -> Option<()> {
    let (point, footprint) = place_of(row)?;
    let mut provenance = row.provenance();
    if matches!(layer.role, Role::Kind(_)) {
        // In a file of somebody else these columns may mean anything.
        let is_exported = || {
            let is_id = row.record.own_id().is_some_and(|own| Uuid::parse_str(&own).is_ok());
            // Beside the ids of another program it may as well be a photo.
            is_id && EXPORTED.iter().all(|names| row.record.fields.get(names).is_some())
        };
        let is_ours = !layer.is_delivery() || is_exported();
        provenance.footprint = footprint.or_else(|| row.footprint().filter(|_| is_ours));
        if provenance.source.is_none() {
            let file = layer.is_delivery().then(|| layer.file.clone());
            provenance.file = if is_ours { row.text(columns::ORIGIN_FILE) } else { None }.or(file);
        }
    }
    layer.claims.push(Claim {
        role: layer.role,
        own: row.record.own_id(),
        publisher: provenance.source.clone(),
        name: row.text(columns::PLACE_NAME).unwrap_or_default(),
        point,
        municipality: None,
        position: row.record.position.clone(),
        rows: layer.rows_of(row.record.number),
    });
    let label = if let Role::Kind(kind) = layer.role { kind.label() } else { layer.role.name() };
    let name = name_of(row, columns::PLACE_NAME, label);
    let (status, what) = (row.status(), what(row, layer.role));
    gathered.baseline.places.push(Place { id: UNSETTLED, name, point, status, provenance, what });
    Some(())
}

/// What a place of a role is; haltes and stations are made of several rows.
fn what(row: &mut Row<'_>, role: Role) -> What {
    let all = [Sector::Nursing, Sector::Disability, Sector::MentalHealth, Sector::Other];
    match role {
        Role::Kind(AmenityKind::CARE) => What::Care(Care {
            organization: row.text(columns::ORGANIZATION),
            sector: row.choice(&["sector"], SECTORS, &all).unwrap_or_default(),
            n_places: row.whole_share(columns::CARE_PLACES),
        }),
        Role::Kind(kind) => What::Amenity(kind),
        Role::CandidateSite => What::Site(Site { n_homes: row.whole_share(columns::HOMES), forms: forms(row) }),
        _ => What::Complex(Complex { n_homes: row.whole_share(columns::HOMES) }),
    }
}

/// `woonvormen`: a list, or words between commas.
fn forms(row: &mut Row<'_>) -> Vec<HousingForm> {
    let Some((field, value)) = row.record.fields.get(columns::FORMS) else {
        return Vec::new();
    };
    let words: Vec<String> = match value {
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
        }
        Value::String(text) => text.split([',', ';', '|', '/', '[', ']', '"']).map(str::to_owned).collect(),
        other => vec![other.to_string()],
    };
    let mut forms = Vec::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        match HousingForm::from_name(&word.to_lowercase()) {
            Some(form) if forms.contains(&form) => {}
            Some(form) => forms.push(form),
            None => {
                let kind = ProblemKind::WrongValue {
                    found: quote(word),
                    expected: Expected::OneOf(HOUSING_FORMS.iter().map(|word| (*word).to_owned()).collect()),
                };
                row.say(field, kind);
            }
        }
    }
    forms
}
