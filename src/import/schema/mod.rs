//! From records to domain values: one file per source schema.

mod areas;
mod ids;
mod people;
mod places;
mod postcodes;
mod settlements;
mod stops;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::columns;
use super::problem::{ExpectedGeometry, ProblemKind, Problems, Repeated};
use super::record::{Record, Row};
use super::shape::{CheckedArea, valid_area};
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::{Demand, DemandCell};

pub(crate) use ids::SeenIds;

/// What one file is read for, and what is learned of it as a whole.
#[derive(Debug)]
pub(crate) struct LayerInProgress {
    pub(crate) role: Role,
    /// File name without folder and extension: the source of ids when a record names none.
    pub(crate) stem: String,
    pub(crate) source: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) licence: Option<String>,
    pub(crate) fictional: bool,
    /// Features used so far.
    pub(crate) n_used: usize,
    quays: Vec<stops::Quay>,
    pc4: Vec<postcodes::PostcodeArea>,
}

impl LayerInProgress {
    pub(crate) fn new(role: Role, stem: String) -> Self {
        Self {
            role,
            stem,
            source: None,
            date: None,
            licence: None,
            fictional: false,
            n_used: 0,
            quays: Vec::new(),
            pc4: Vec::new(),
        }
    }

    /// Rows of stops kept so far, of which stops are made at the end.
    pub(crate) fn n_quays(&self) -> usize {
        self.quays.len()
    }
}

/// Everything gathered over all files of one import.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) baseline: Baseline,
    ids: BTreeMap<Role, SeenIds>,
    demand: Vec<DemandCell>,
    /// Position in the baseline of what has a code, per role.
    by_code: BTreeMap<(Role, String), usize>,
    study_area: Vec<geo::Polygon<f64>>,
}

impl Gathered {
    /// Starts on a baseline of which the layers of these roles are added to: their ids, codes, people and areas are
    /// known, as if they had been read just before.
    pub(crate) fn beside(baseline: Baseline, roles: &BTreeSet<Role>) -> Self {
        let mut gathered = Self { baseline, ..Self::default() };
        let base = &gathered.baseline;
        for role in roles.iter().copied() {
            let codes: Vec<&String> = match role {
                Role::Demand | Role::Pc4 => {
                    gathered.demand = base.demand.cells().to_vec();
                    Vec::new()
                }
                Role::StudyArea => {
                    gathered.study_area = base.study_area.iter().flat_map(|area| area.0.0.clone()).collect();
                    Vec::new()
                }
                Role::Municipality => base.municipalities.iter().map(|area| &area.code).collect(),
                Role::District => base.districts.iter().map(|area| &area.code).collect(),
                Role::Neighborhood => base.neighborhoods.iter().map(|area| &area.code).collect(),
                _ => Vec::new(),
            };
            let by_code = codes.into_iter().enumerate().map(|(idx, code)| ((role, code.clone()), idx));
            gathered.by_code.extend(by_code);
            gathered.ids.insert(role, SeenIds::of(ids_of(base, role)));
        }
        gathered
    }

    /// Adds one record to the layer it belongs to.
    pub(crate) fn add(&mut self, record: &Record, layer: &mut LayerInProgress, problems: &mut Problems) {
        let mut row = Row { record, problems };
        layer.note(&row);
        let used = match layer.role {
            Role::Kind(AmenityKind::STOP | AmenityKind::STATION) => {
                layer.quays.extend(stops::quay(&mut row, layer.role));
                return;
            }
            Role::Pc4 => postcodes::postcode_area(&mut row).map(|area| layer.pc4.push(area)),
            Role::Kind(AmenityKind::CARE) => places::care_location(&mut row, layer, self),
            Role::Kind(kind) => places::amenity(&mut row, kind, layer, self),
            Role::CandidateSite => places::site(&mut row, layer, self),
            Role::Cluster => places::cluster(&mut row, layer, self),
            Role::Demand => people::demand(&mut row, &mut self.demand),
            Role::Municipality | Role::District | Role::Neighborhood => areas::area(&mut row, layer.role, self),
            Role::StudyArea => area_of(&mut row).map(|area| self.study_area.extend(area.0)),
            Role::Settlement => settlements::settlement(&mut row, layer, self),
        };
        layer.n_used += usize::from(used.is_some());
    }

    /// Closes a layer: what can only be made of all its records together.
    pub(crate) fn close(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        let quays = std::mem::take(&mut layer.quays);
        if !quays.is_empty() {
            let ids = self.ids.entry(layer.role).or_default();
            let stops = stops::merged(quays, layer, ids, problems);
            layer.n_used += stops.len();
            self.baseline.stops.extend(stops);
        }
        let base = &self.baseline;
        // Schematic borders say nothing about where an outline should lie.
        let schematic = base.layers.iter().any(|layer| layer.role == Role::Municipality && layer.fictional);
        let municipalities = if schematic { &[] } else { base.municipalities.as_slice() };
        self.demand.extend(postcodes::spread(&layer.pc4, &base.settlements, municipalities, problems));
        layer.pc4.clear();
    }

    /// The finished baseline; `people_given` when `vraag` or `pc4` was among the layers.
    pub(crate) fn finish(mut self, people_given: bool) -> Baseline {
        if people_given {
            self.baseline.demand = Arc::new(Demand::from_cells(self.demand));
        }
        if let Some(checked) = valid_area(&self.study_area) {
            self.baseline.study_area = Some(checked.area);
        }
        self.baseline
    }
}

/// The ids of everything of a role.
fn ids_of(base: &Baseline, role: Role) -> BTreeSet<uuid::Uuid> {
    match role {
        Role::Kind(AmenityKind::CARE) => base.care_locations.iter().map(|place| place.id).collect(),
        Role::Kind(AmenityKind::STOP | AmenityKind::STATION) => base.stops.iter().map(|stop| stop.id).collect(),
        Role::Kind(kind) => base.amenities.iter().filter(|place| place.kind == kind).map(|place| place.id).collect(),
        Role::Settlement => base.settlements.iter().map(|kern| kern.id).collect(),
        Role::CandidateSite => base.sites.iter().map(|site| site.id).collect(),
        Role::Cluster => base.clusters.iter().map(|cluster| cluster.id).collect(),
        _ => BTreeSet::new(),
    }
}

impl LayerInProgress {
    /// Takes what a record says of its source for the layer as a whole: the first that says it.
    fn note(&mut self, row: &Row<'_>) {
        let provenance = row.provenance();
        if let Some(source) = &provenance.source {
            self.fictional |= source.to_lowercase().starts_with(FICTIONAL);
        }
        self.source = self.source.take().or(provenance.source);
        self.date = self.date.take().or(provenance.source_date);
        self.licence = self.licence.take().or_else(|| row.text(columns::LICENCE));
        if let Some(published) = Publication::recognized(row) {
            self.source.get_or_insert_with(|| published.source.to_owned());
            self.licence.get_or_insert_with(|| published.licence.to_owned());
            self.date = self.date.take().or(published.date);
        }
    }
}

/// A well-known publication that does not name itself in its records, but has fields that no other has.
struct Publication {
    source: &'static str,
    licence: &'static str,
    date: Option<String>,
}

impl Publication {
    /// TOP10NL by its `typeGebied` and `naamNL`; the gebiedsindelingen of CBS by `jrstatcode`, which begins with the year.
    fn recognized(row: &Row<'_>) -> Option<Self> {
        const LICENCE: &str = "CC BY 4.0";
        if row.text(&["typegebied"]).is_some() && row.text(&["naamnl"]).is_some() {
            return Some(Self { source: "Kadaster (TOP10NL)", licence: LICENCE, date: None });
        }
        let code = row.text(&["jrstatcode"])?;
        let year = code.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
        Some(Self { source: "CBS, Kadaster (gebiedsindelingen)", licence: LICENCE, date: year.map(str::to_owned) })
    }
}

/// How the source of an invented record begins.
const FICTIONAL: &str = "fictief";

/// The place of a record; one chosen within a line or area is counted as a notice.
fn point_of(row: &mut Row<'_>) -> Option<RdPoint> {
    let Some((point, is_chosen)) = row.record.shape.point() else {
        row.problems.at(&row.record.position, ProblemKind::NoGeometry);
        return None;
    };
    if is_chosen {
        row.problems.count(Repeated::PlaceChosen, None);
    }
    Some(point)
}

/// The area of a record, repaired if need be; a problem when it has none.
fn area_of(row: &mut Row<'_>) -> Option<Rd<geo::MultiPolygon<f64>>> {
    let shape = &row.record.shape.0;
    let position = &row.record.position;
    if shape.polygons.is_empty() {
        let kind = ProblemKind::WrongGeometry { found: shape.kind, expected: ExpectedGeometry::Areas };
        row.problems.at(position, kind);
        return None;
    }
    match valid_area(&shape.polygons) {
        Some(CheckedArea { area, repaired }) => {
            if repaired {
                row.problems.at(position, ProblemKind::RepairedPolygon);
            }
            Some(area)
        }
        None => {
            row.problems.at(position, ProblemKind::HopelessPolygon);
            None
        }
    }
}

/// The name of a record, or its label and number when it has none, which is counted as a notice.
fn name_of(row: &mut Row<'_>, names: &[&str], label: &str) -> String {
    row.text(names).unwrap_or_else(|| {
        row.problems.count(Repeated::NoName, None);
        format!("{label} {}", row.record.number)
    })
}
