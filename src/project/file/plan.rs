//! Variants: their list, what they change in order, and the places and zones of it as features that QGIS may move.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::Geometry;
use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::ProjectFileError;
use super::names::{FORM, INTERVENTIONS, PLACES, VARIANTS, ZONES};
use super::rows::{FileRow, count, id, json, ordered_rows, rows, text};
use super::shapes::{point, polygon};
use crate::crs::Rd;
use crate::domain::amenity::AmenityKind;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::variant::{Intervention, PlannedZone, Variant, ZoneStatus};
use crate::geopackage::{ColumnKind, ORDER, Row, Table, TableKind};
use crate::import::blob_problem;
use crate::project::Plan;

/// An intervention in the file. Where it is stands in its feature, as does the name of what comes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "soort", rename_all = "snake_case", deny_unknown_fields)]
enum FileIntervention {
    PlaatsErbij { id: Uuid, rol: String, plaatsen: Option<u32>, vertrekken_werkdag: Option<u32> },
    PlaatsVerzet { id: Uuid },
    PlaatsDicht { id: Uuid },
    PlaatsHernoemd { id: Uuid, naam: String },
    Capaciteit { id: Uuid, aantal: Option<u32> },
    KandidaatErbij { id: Uuid, woningen: Option<u32> },
    ZoneGewenst { id: Uuid, status: String, vervangt: Vec<Uuid> },
    ZoneAfgewezen { id: Uuid, naam: String },
}

impl FileIntervention {
    /// What it is called in the readable columns, and what it is about.
    fn subject(&self) -> (&'static str, Uuid) {
        match self {
            Self::PlaatsErbij { id, .. } => ("plaats_erbij", *id),
            Self::PlaatsVerzet { id } => ("plaats_verzet", *id),
            Self::PlaatsDicht { id } => ("plaats_dicht", *id),
            Self::PlaatsHernoemd { id, .. } => ("plaats_hernoemd", *id),
            Self::Capaciteit { id, .. } => ("capaciteit", *id),
            Self::KandidaatErbij { id, .. } => ("kandidaat_erbij", *id),
            Self::ZoneGewenst { id, .. } => ("zone_gewenst", *id),
            Self::ZoneAfgewezen { id, .. } => ("zone_afgewezen", *id),
        }
    }
}

/// An intervention as the file holds it, with its name and its feature.
fn file_form(intervention: &Intervention) -> (FileIntervention, String, Option<Geometry<f64>>) {
    match intervention.clone() {
        Intervention::AddPlace(place) => {
            let id = place.id;
            let form = match place.kind() {
                Some(kind) => FileIntervention::PlaatsErbij {
                    id,
                    rol: kind.role().to_owned(),
                    plaatsen: place.care().and_then(|care| care.n_places),
                    vertrekken_werkdag: place.stop().and_then(|stop| stop.departures_workday),
                },
                None => FileIntervention::KandidaatErbij { id, woningen: place.capacity() },
            };
            (form, place.name.clone(), Some(place.point.0.into()))
        }
        Intervention::MovePlace { id, to } => (FileIntervention::PlaatsVerzet { id }, String::new(), Some(to.0.into())),
        Intervention::ClosePlace { id } => (FileIntervention::PlaatsDicht { id }, String::new(), None),
        Intervention::RenamePlace { id, name } => {
            (FileIntervention::PlaatsHernoemd { id, naam: name.clone() }, name, None)
        }
        Intervention::SetCapacity { id, capacity } => {
            (FileIntervention::Capaciteit { id, aantal: capacity }, String::new(), None)
        }
        Intervention::PutZone { zone: PlannedZone { id, name, outline, status }, replaces } => {
            let status = status.name().to_owned();
            (FileIntervention::ZoneGewenst { id, status, vervangt: replaces }, name, Some(outline.0.into()))
        }
        Intervention::RejectZone { id, name } => {
            (FileIntervention::ZoneAfgewezen { id, naam: name.clone() }, name, None)
        }
    }
}

/// The tables of the variants.
pub(super) fn tables(plan: &Plan) -> Vec<Table> {
    use ColumnKind::{Integer, Text};
    let columns = [("id", Text), (ORDER, Integer), ("naam", Text), ("toelichting", Text)];
    let mut variants = Table::new(VARIANTS, TableKind::Attributes, &columns).known_by(&["id"]);
    let columns =
        [("variant", Text), (ORDER, Integer), ("soort", Text), ("onderwerp", Text), ("naam", Text), ("ingreep", Text)];
    let key: &[&str] = &["variant", "soort", "onderwerp"];
    let mut interventions = Table::new(INTERVENTIONS, TableKind::Attributes, &columns).known_by(key);
    let columns = [("variant", Text), (ORDER, Integer), ("soort", Text), ("id", Text), ("naam", Text)];
    let [mut zones, mut places] = [(ZONES, "POLYGON"), (PLACES, "POINT")]
        .map(|(name, of)| Table::new(name, TableKind::Features(of), &columns).known_by(&["variant", "soort", "id"]));
    for (idx, variant) in plan.variants.iter().enumerate() {
        variants.row([id(variant.id), count(idx), text(&variant.name), text(&variant.note)]);
        for (idx, intervention) in variant.interventions.iter().enumerate() {
            let (form, name, geometry) = file_form(intervention);
            let (kind, subject) = form.subject();
            let readable = || [id(variant.id), count(idx), text(kind), id(subject)];
            interventions.row(readable().into_iter().chain([text(&name), json(&form)]));
            let features = if intervention.is_about_zones() { &mut zones } else { &mut places };
            if geometry.is_some() {
                let values = readable().into_iter().chain([text(&name)]).collect();
                features.rows.push(Row { fid: None, geometry, values });
            }
        }
    }
    vec![variants, interventions, zones, places]
}

/// A feature of an intervention.
struct PlanFeature {
    name: String,
    geometry: Geometry<f64>,
    /// Where it stands: the table, and the number of the row.
    stands: (&'static str, usize),
}

/// Features by the variant, the kind and the subject of their intervention.
type PlanFeatures = BTreeMap<(Uuid, String, Uuid), PlanFeature>;

/// By what a row of interventions is known, which is what it does, whatever the readable columns say; nothing for a row of
/// another table, or one that cannot be read.
pub(super) fn key_of_form(table: &str, row: &FileRow<'_>) -> Option<[SqlValue; 3]> {
    if table != INTERVENTIONS {
        return None;
    }
    let form: FileIntervention = row.json(FORM).ok()?;
    let (kind, subject) = form.subject();
    Some([id(row.id("variant").ok()?), text(kind), id(subject)])
}

/// Reads the variants of a file into the plan. What lost its feature in another program is left out, with a problem; so is
/// a feature that is of no intervention.
pub(super) fn read(
    connection: &Connection,
    file: &str,
    plan: &mut Plan,
    problems: &mut Vec<Problem>,
) -> Result<(), ProjectFileError> {
    let mut features = PlanFeatures::new();
    for table in [ZONES, PLACES] {
        for row in rows(connection, table)? {
            if let Err(kind) = read_feature(table, &row, &mut features) {
                problems.push(Problem::in_row(file, table, row.number, kind));
            }
        }
    }
    let mut variants = Vec::new();
    for row in ordered_rows(connection, VARIANTS)? {
        let (name, note) = (row.text("naam")?, row.text("toelichting")?);
        variants.push(Variant { id: row.id("id")?, name, note, interventions: Vec::new() });
    }
    let mut of_variant: BTreeMap<Uuid, Vec<Intervention>> = BTreeMap::new();
    for row in ordered_rows(connection, INTERVENTIONS)? {
        let variant = row.id("variant")?;
        let form: FileIntervention = row.json(FORM)?;
        let (kind, subject) = form.subject();
        match intervention(form, &row, features.remove(&(variant, kind.to_owned(), subject)))? {
            Some(intervention) => of_variant.entry(variant).or_default().push(intervention),
            None => problems.push(Problem::in_row(file, INTERVENTIONS, row.number, ProblemKind::NoGeometry)),
        }
    }
    for (table, number) in features.into_values().map(|feature| feature.stands) {
        problems.push(Problem::in_row(file, table, number, ProblemKind::OfNoIntervention));
    }
    for variant in &mut variants {
        variant.interventions = of_variant.remove(&variant.id).unwrap_or_default();
    }
    plan.variants = variants.into_iter().map(Arc::new).collect();
    Ok(())
}

/// Takes the feature of a row; of two of the same intervention the one that was there first.
fn read_feature(table: &'static str, row: &FileRow<'_>, features: &mut PlanFeatures) -> Result<(), ProblemKind> {
    let missing = |_| ProblemKind::MissingValue;
    let variant = row.id("variant").map_err(missing)?;
    let key = (variant, row.text("soort").map_err(missing)?, row.id("id").map_err(missing)?);
    let geometry = row.geometry().map_err(blob_problem)?.ok_or(ProblemKind::NoGeometry)?;
    if features.contains_key(&key) {
        return Err(ProblemKind::OfNoIntervention);
    }
    let name = row.text("naam").unwrap_or_default();
    features.insert(key, PlanFeature { name, geometry, stands: (table, row.number) });
    Ok(())
}

/// The intervention of a row; nothing when it needs a feature and has none of its kind.
fn intervention(
    form: FileIntervention,
    row: &FileRow<'_>,
    feature: Option<PlanFeature>,
) -> Result<Option<Intervention>, ProjectFileError> {
    let place = |feature: PlanFeature| Some((feature.name, point(&feature.geometry)?));
    Ok(match form {
        FileIntervention::PlaatsErbij { id, rol, plaatsen, vertrekken_werkdag } => {
            let kind = AmenityKind::from_role(&rol).ok_or_else(|| row.bad(FORM))?;
            let capacity = if kind == AmenityKind::CARE { plaatsen } else { vertrekken_werkdag };
            feature.and_then(place).map(|(name, point)| Intervention::add(id, Some(kind), name, point, capacity))
        }
        FileIntervention::PlaatsVerzet { id } => {
            feature.and_then(place).map(|(_, to)| Intervention::MovePlace { id, to })
        }
        FileIntervention::PlaatsDicht { id } => Some(Intervention::ClosePlace { id }),
        FileIntervention::PlaatsHernoemd { id, naam } => Some(Intervention::RenamePlace { id, name: naam }),
        FileIntervention::Capaciteit { id, aantal } => Some(Intervention::SetCapacity { id, capacity: aantal }),
        FileIntervention::KandidaatErbij { id, woningen } => {
            feature.and_then(place).map(|(name, point)| Intervention::add(id, None, name, point, woningen))
        }
        FileIntervention::ZoneGewenst { id, status, vervangt } => {
            let status = ZoneStatus::from_name(&status).ok_or_else(|| row.bad(FORM))?;
            let zone = |feature: PlanFeature| {
                let outline = Rd(polygon(feature.geometry)?);
                Some(PlannedZone { id, name: feature.name, outline, status })
            };
            feature.and_then(zone).map(|zone| Intervention::PutZone { zone, replaces: vervangt })
        }
        FileIntervention::ZoneAfgewezen { id, naam } => Some(Intervention::RejectZone { id, name: naam }),
    })
}
