//! `zorg24`, the kinds, `kandidaat` and `cluster`: points with a name and a status, by the fields of the contract.

use std::sync::Arc;

use uuid::Uuid;

use super::super::record::Row;
use super::super::wkt::area_from_text;
use super::gathered::Gathered;
use super::ids::Claim;
use super::layer::LayerInProgress;
use super::of_row::{name_of, place_of};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::identity::Footprint;
use crate::domain::place::{Care, Complex, Place, Site, What};
use crate::layers::FeatureMut;
use crate::layers::fields::{FOOTPRINT, NAME, ORIGIN_FILE};

/// The id of a place until its file is read to the end.
const UNSETTLED: Uuid = Uuid::nil();

/// Columns that an exported layer of places always has filled in, a column of each.
const EXPORTED: [&[&str]; 2] = [&["status"], &["soort", "sector"]];

/// Adds a place of the layer's role.
pub(super) fn place(row: &mut Row<'_>, layer: &mut LayerInProgress, gathered: &mut Gathered) -> Option<()> {
    let (point, footprint) = place_of(row)?;
    let mut place = Place::new(UNSETTLED, String::new(), point, empty(layer.role));
    row.fill(&layer.fields, FeatureMut::Place(&mut place));
    let provenance = &mut place.provenance;
    if matches!(layer.role, Role::Kind(_)) {
        // In a file of somebody else these columns may mean anything.
        let is_exported = || {
            let is_id = row.record.own_id().is_some_and(|own| Uuid::parse_str(&own).is_ok());
            // Beside the ids of another program it may as well be a photo.
            is_id && EXPORTED.iter().all(|names| row.record.fields.get(names).is_some())
        };
        let is_ours = !layer.is_delivery() || is_exported();
        provenance.footprint = footprint.or_else(|| drawn(row).filter(|_| is_ours));
        if provenance.source.is_none() {
            let file = layer.is_delivery().then(|| layer.file.clone());
            provenance.file = if is_ours { row.text(ORIGIN_FILE.spellings) } else { None }.or(file);
        }
    }
    provenance.carried = layer.carrying.of_row(row);
    layer.claims.push(Claim {
        role: layer.role,
        own: row.record.own_id(),
        publisher: provenance.source.clone(),
        name: row.text(NAME.spellings).unwrap_or_default(),
        point,
        municipality: None,
        position: row.record.position.clone(),
        rows: layer.rows_of(row.record.number),
    });
    let label = if let Role::Kind(kind) = layer.role { kind.label() } else { layer.role.name() };
    place.name = name_of(row, NAME.spellings, label);
    gathered.baseline.places.push(place);
    Some(())
}

/// What a place of a role is before a row says more; haltes and stations are made of several rows.
fn empty(role: Role) -> What {
    match role {
        Role::Kind(AmenityKind::CARE) => What::Care(Care::default()),
        Role::Kind(kind) => What::Amenity(kind),
        Role::CandidateSite => What::Site(Site::default()),
        _ => What::Complex(Complex::default()),
    }
}

/// `vlak`: the area as which a place was drawn before it became a point.
fn drawn(row: &Row<'_>) -> Option<Footprint> {
    area_from_text(&row.text(FOOTPRINT.spellings)?).map(Arc::new)
}
