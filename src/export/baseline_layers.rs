//! The layers of a baseline as GeoJSON, one file a role, with the fields of the contract.

use std::io;
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::geojson::{FeatureSink, is_small, published};
use super::geometry::{FileGeometry, OutputCrs};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::carried::{CarriedName, CarriedValue, whole};
use crate::domain::place::{Place, PlaceClass};
use crate::import::text_from_area;
use crate::layers::{
    Feature, Field, FieldKind, Scope, Shape, SourcedFeature, Value, carried_columns, features, fields,
};

/// How counts of people are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// As they are: of invented people only.
    Exact,
    /// Without those that are too small to be published.
    Published,
}

impl Counts {
    fn of(self, people: f64) -> Option<f64> {
        match self {
            Self::Exact => Some(people),
            Self::Published => published(Some(people)),
        }
    }
}

/// How many counts of people in the layers of these roles are too small to be published.
pub(super) fn n_small(baseline: &Baseline, roles: &[Role]) -> usize {
    let squares = baseline.demand.cells().iter().map(|cell| &cell.people).filter(|_| roles.contains(&Role::Demand));
    let kernen = baseline.settlements.iter().map(|kern| &kern.people).filter(|_| roles.contains(&Role::Settlement));
    let of_all = squares.chain(kernen).flat_map(|p| [p.residents, p.aged_65_plus, p.aged_75_plus]);
    of_all.filter(|count| is_small(*count)).count()
}

/// The roles of which a baseline holds anything that may be shared, in the order of [`Role::all`].
pub(super) fn roles_of(baseline: &Baseline) -> Vec<Role> {
    let may_go_out = |role: &Role| !is_withheld(baseline, *role);
    Role::all().into_iter().filter(|role| holds_any(baseline, *role)).filter(may_go_out).collect()
}

/// Is the layer of a role not to be shared? People per postcode are kept in the layer of people.
pub(super) fn is_withheld(baseline: &Baseline, role: Role) -> bool {
    let mut layers = baseline.layers.iter().filter(|layer| layer.role.kept_in() == role);
    layers.any(|layer| !layer.may_be_shared())
}

/// The roles that a baseline holds but that may not be shared, in the order of [`Role::all`].
pub(super) fn withheld_roles(baseline: &Baseline) -> Vec<Role> {
    Role::all().into_iter().filter(|role| holds_any(baseline, *role) && is_withheld(baseline, *role)).collect()
}

fn holds_any(baseline: &Baseline, role: Role) -> bool {
    features(baseline, role).next().is_some()
}

/// Adds the features of one role to a file.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn add_layer(
    sink: &mut impl FeatureSink,
    baseline: &Baseline,
    (role, counts): (Role, Counts),
    crs: OutputCrs,
) -> io::Result<()> {
    let layer = baseline.layer(role);
    let records = features(baseline, role).map(|feature| SourcedFeature { feature, layer });
    let carried = carried_columns(features(baseline, role));
    add(sink, records, (role, counts, is_any_drawn(baseline, role)), &carried, crs)
}

/// `haltes`: all stops of a baseline, by id.
pub(super) fn add_all_stops(sink: &mut impl FeatureSink, baseline: &Baseline, crs: OutputCrs) -> io::Result<()> {
    let mut stops: Vec<&Arc<Place>> = baseline.places[PlaceClass::Stop].iter().collect();
    stops.sort_by_key(|stop| stop.id);
    let records = stops.into_iter().map(|stop| SourcedFeature { feature: Feature::Place(stop), layer: None });
    add(sink, records, (Role::Kind(AmenityKind::STOP), Counts::Exact, false), &[], crs)
}

/// Adds records with the fields that an export of their role has, and the columns that they carry along.
fn add<'a>(
    sink: &mut impl FeatureSink,
    records: impl Iterator<Item = SourcedFeature<'a>>,
    (role, counts, is_drawn): (Role, Counts, bool),
    carried: &[&CarriedName],
    crs: OutputCrs,
) -> io::Result<()> {
    let is_written = |scope: Scope| match scope {
        Scope::Everywhere | Scope::Export => true,
        Scope::Project | Scope::Import => false,
        Scope::WhenThere => is_drawn,
    };
    let fields: Vec<&Field> = fields(role).into_iter().filter(|of| is_written(of.scope)).map(|of| of.field).collect();
    for record in records {
        let geometry = match record.feature.shape() {
            Shape::Point(at) => FileGeometry::point(at, crs),
            Shape::Area(area) => FileGeometry::multi_polygon(area, crs),
        };
        sink.add(&record.feature.id(), &Properties { record, fields: &fields, counts, carried }, &geometry)?;
    }
    Ok(())
}

/// Does a place of a role say in which file it came, or as what it is drawn? That tells whether another record is the same place.
fn is_any_drawn(baseline: &Baseline, role: Role) -> bool {
    let mut known = features(baseline, role).filter_map(|feature| feature.provenance());
    known.any(|known| known.file.is_some() || known.footprint.is_some())
}

/// The properties of a feature.
struct Properties<'a> {
    record: SourcedFeature<'a>,
    fields: &'a [&'static Field],
    counts: Counts,
    carried: &'a [&'a CarriedName],
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len() + self.carried.len()))?;
        for field in self.fields {
            match field.value(&self.record) {
                Value::Unknown => map.serialize_entry(field.name, &None::<&str>)?,
                Value::Text(text) => map.serialize_entry(field.name, &text)?,
                Value::Whole(n) => map.serialize_entry(field.name, &n)?,
                Value::Number(n) if field.kind == FieldKind::People => {
                    map.serialize_entry(field.name, &self.counts.of(n))?;
                }
                Value::Number(n) => map.serialize_entry(field.name, &n)?,
                Value::Words(words) => map.serialize_entry(field.name, &words)?,
                Value::Mark => map.serialize_entry(field.name, &true)?,
                Value::Area(area) => map.serialize_entry(field.name, &text_from_area(area))?,
            }
        }
        let carried = self.record.feature.carried();
        for name in self.carried {
            match carried.and_then(|carried| carried.get(&name.folded)) {
                None => map.serialize_entry(&name.written, &None::<&str>)?,
                Some(CarriedValue::Text(text)) => map.serialize_entry(&name.written, text)?,
                Some(CarriedValue::Number(n)) => match whole(*n) {
                    Some(n) => map.serialize_entry(&name.written, &n)?,
                    None => map.serialize_entry(&name.written, n)?,
                },
            }
        }
        map.end()
    }
}
