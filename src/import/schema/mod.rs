//! From records to domain values: one file per source schema.

mod area_people;
mod areas;
mod ids;
mod people;
mod people_once;
mod place;
mod places;
mod postcodes;
mod settlements;
mod stops;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::columns;
use super::problem::{ExpectedGeometry, Position, ProblemKind, Problems, Repeated, quote};
use super::record::{Record, Row};
use super::shape::{CheckedArea, ShapePlace, valid_area};
use super::without_roles;
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::{Demand, DemandCell};
use crate::domain::identity::{Footprint, numbered_name};
use crate::domain::place::{Place, PlaceClass};

use area_people::AreaFile;
pub(crate) use ids::Precedence;
use ids::{Claim, KnownPlaces, Settling};
use people_once::{Asked, Inhabited, PeopleOnce};
use place::all_ids;

/// What of the ground a row became part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Feature {
    /// A place or kern; a table of haltes may have stations.
    Place {
        /// What it is.
        role: Role,
        /// Its id.
        id: Uuid,
    },
    /// A gemeente, wijk or buurt, by its code.
    Area(String),
    /// The people of a square.
    Square {
        /// Its row.
        row: i32,
        /// Its column.
        col: i32,
        /// Did a wijk or buurt give them?
        is_of_area: bool,
    },
    /// The study area.
    StudyArea,
}

/// What one file is read for, and what is learned of it as a whole.
#[derive(Debug)]
pub(crate) struct LayerInProgress {
    pub(crate) role: Role,
    /// File name without its folder.
    file: String,
    pub(crate) source: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) licence: Option<String>,
    pub(crate) fictional: bool,
    /// Features used so far.
    pub(crate) n_used: usize,
    /// Of those, how many are a place that was there already and stays.
    pub(crate) n_again: usize,
    /// Ids that a place of another role had already, each with the one it has now.
    pub(crate) renewed: Vec<(Uuid, Uuid)>,
    /// Of a table of a project: which of its rows became part of what.
    pub(crate) traced: Vec<(usize, Feature)>,
    precedence: Precedence,
    /// What the places made so far say of their identity, in order.
    claims: Vec<Claim>,
    quays: Vec<stops::Quay>,
    /// People at points and in squares.
    people: Vec<Inhabited>,
    /// Postcode areas, not yet spread.
    areas: Vec<postcodes::PostcodeArea>,
    /// Where in the file the wijken and buurten with people stand, by their code.
    peopled: BTreeMap<String, Position>,
    /// A kind that records state which is not that of the layer, as the file writes it.
    other_kind: Option<String>,
    /// How many records state another kind.
    n_other_kind: usize,
    /// Does a record state the kind of the layer?
    states_own_kind: bool,
}

impl LayerInProgress {
    pub(crate) fn new(role: Role, file: &str, precedence: Precedence) -> Self {
        Self {
            role,
            file: file.to_owned(),
            precedence,
            traced: Vec::new(),
            source: None,
            date: None,
            licence: None,
            fictional: false,
            n_used: 0,
            n_again: 0,
            renewed: Vec::new(),
            claims: Vec::new(),
            quays: Vec::new(),
            people: Vec::new(),
            areas: Vec::new(),
            peopled: BTreeMap::new(),
            other_kind: None,
            n_other_kind: 0,
            states_own_kind: false,
        }
    }

    /// Is it a delivery, and not a table of a project?
    fn is_delivery(&self) -> bool {
        self.precedence == Precedence::Content
    }

    /// A row as what a place of a project's table is made of.
    fn rows_of(&self, number: usize) -> Vec<usize> {
        if self.is_delivery() { Vec::new() } else { vec![number] }
    }

    /// One more row is part of the same place, of which a project's table has one list.
    fn add_row_to_claim(&mut self, idx: usize, number: usize) {
        if !self.is_delivery()
            && let Some(claim) = self.claims.get_mut(idx)
        {
            claim.rows.push(number);
        }
    }

    /// Remembers what a row of a project's table became part of.
    fn trace(&mut self, number: usize, feature: Feature) {
        if !self.is_delivery() {
            self.traced.push((number, feature));
        }
    }

    /// Does a record say that it is of a known kind which is not that of the layer? Then it is no part of it.
    fn is_of_another_kind(&mut self, row: &Row<'_>) -> bool {
        let Some(stated) = row.text(&["soort"]) else { return false };
        let Some(kind) = AmenityKind::from_role(&stated.to_lowercase()) else { return false };
        // A file of haltes has the stations too.
        let is_other = !matches!(self.role, Role::Kind(own) if own == kind || (is_of_stops(own) && is_of_stops(kind)));
        self.states_own_kind |= !is_other;
        if is_other {
            self.n_other_kind += 1;
            self.other_kind.get_or_insert(stated);
        }
        is_other
    }

    /// Tells once what was of another kind: a file of several kinds is read for each of them, one without the kind of the
    /// layer was meant for something else.
    fn tell_other_kinds(&mut self, problems: &mut Problems) {
        let n = self.n_other_kind;
        match self.other_kind.take() {
            Some(_) if self.states_own_kind => {
                problems.count_times(Repeated::OtherKind, Some("soort"), n);
            }
            Some(stated) => {
                let stated = quote(&stated);
                problems.about_file(ProblemKind::OtherKind { n, stated, role: self.role });
            }
            None => {}
        }
    }

    /// Rows of stops kept so far, of which stops are made at the end.
    pub(crate) fn n_quays(&self) -> usize {
        self.quays.len()
    }
}

/// Is it a kind of the timetable?
fn is_of_stops(kind: AmenityKind) -> bool {
    [AmenityKind::STOP, AmenityKind::STATION].contains(&kind)
}

/// Everything gathered over all files of one import.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) baseline: Baseline,
    /// By role; that of haltes has the stations as well.
    known: BTreeMap<Role, KnownPlaces>,
    /// The ids of everything in the baseline.
    in_use: BTreeSet<Uuid>,
    /// Trains of the start that go when a file of haltes brings its own.
    replaceable_trains: BTreeSet<Uuid>,
    people: PeopleOnce,
    /// Are the people worked out anew from what gives them? Else they are as the squares of a project have them.
    gives_people: bool,
    /// Squares of a project of which wijken and buurten gave the people.
    of_areas: Vec<DemandCell>,
    /// The files of wijken and buurten with people, in the order of reading.
    area_files: Vec<AreaFile>,
    /// Position in the baseline of what has a code, per role.
    by_code: BTreeMap<(Role, String), usize>,
    /// The same for what was there before this import: a new delivery of it takes its place.
    by_code_before: BTreeMap<(Role, String), usize>,
    study_area: Vec<geo::Polygon<f64>>,
}

impl Gathered {
    /// Starts on a baseline: the layers of `beside` are added to, those of the other `roles` are replaced.
    pub(crate) fn on(start: Baseline, roles: &BTreeSet<Role>, beside: &BTreeSet<Role>) -> Self {
        let known = roles.iter().map(|role| (known_role(*role), KnownPlaces::of(&start, *role))).collect();
        let (stop, station) = (Role::Kind(AmenityKind::STOP), Role::Kind(AmenityKind::STATION));
        let replaces_stops = roles.contains(&stop) && !beside.contains(&stop) && !roles.contains(&station);
        let baseline = without_roles(start, &roles.difference(beside).copied().collect());
        let trains: BTreeSet<Uuid> = baseline.places_of(station).map(|stop| stop.id).collect();
        let mut gathered = Self {
            known,
            in_use: all_ids(&baseline).collect(),
            replaceable_trains: if replaces_stops { trains } else { BTreeSet::new() },
            ..Self::default()
        };
        for role in beside.iter().copied() {
            let codes: Vec<&String> = match role {
                Role::StudyArea => {
                    gathered.study_area = baseline.study_area.iter().flat_map(|area| area.0.0.clone()).collect();
                    Vec::new()
                }
                Role::Municipality => baseline.municipalities.iter().map(|area| &area.code).collect(),
                Role::District => baseline.districts.iter().map(|area| &area.code).collect(),
                Role::Neighborhood => baseline.neighborhoods.iter().map(|area| &area.code).collect(),
                _ => Vec::new(),
            };
            let by_code = codes.into_iter().enumerate().map(|(idx, code)| ((role, code.clone()), idx));
            gathered.by_code_before.extend(by_code);
        }
        if roles.iter().any(|role| gives_people(*role)) {
            gathered.gives_people = true;
            gathered.people = PeopleOnce::of(&baseline);
        }
        gathered.baseline = baseline;
        gathered
    }

    /// Adds one record to the layer it belongs to.
    pub(crate) fn add(&mut self, record: &Record, layer: &mut LayerInProgress, problems: &mut Problems) {
        let mut row = Row { record, problems };
        if layer.is_of_another_kind(&row) {
            return;
        }
        layer.note(&row);
        let used = match layer.role {
            Role::Kind(AmenityKind::STOP | AmenityKind::STATION) => {
                layer.quays.extend(stops::quay(&mut row, layer.role));
                return;
            }
            Role::Pc4 => postcodes::postcode_area(&mut row).map(|area| layer.areas.push(area)),
            Role::Kind(_) | Role::CandidateSite | Role::Cluster => places::place(&mut row, layer, self),
            Role::Demand => people::demand(&mut row, !layer.is_delivery()).map(|people| {
                for cell in &people.cells {
                    layer.trace(
                        record.number,
                        Feature::Square { row: cell.row, col: cell.col, is_of_area: people.is_of_area },
                    );
                }
                layer.people.push(people);
            }),
            Role::Municipality | Role::District | Role::Neighborhood => areas::area(&mut row, layer, self),
            Role::StudyArea => area_of(&mut row).map(|area| {
                layer.trace(record.number, Feature::StudyArea);
                self.study_area.extend(area.0);
            }),
            Role::Settlement => settlements::settlement(&mut row, layer, self),
        };
        layer.n_used += usize::from(used.is_some());
    }

    /// Closes a layer: what can only be made of all its records together.
    pub(crate) fn close(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        self.close_places(layer, problems);
        self.settle_people(layer, problems);
    }

    /// The same for all but people, for a layer that is looked at alone.
    pub(crate) fn close_places(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        if !layer.quays.is_empty() {
            let stops = stops::merged(std::mem::take(&mut layer.quays), layer, problems);
            layer.n_used += stops.len();
            self.drop_replaced_trains(&stops);
            self.baseline.places.extend(stops);
        }
        self.settle(layer, problems);
        layer.tell_other_kinds(problems);
    }

    /// Adds the people of a layer that no other file gave; those of wijken and buurten wait until all files are read.
    fn settle_people(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        let is_of_area = |people: &mut Inhabited| people.is_of_area;
        self.of_areas.extend(layer.people.extract_if(.., is_of_area).flat_map(|people| people.cells));
        let own = std::mem::take(&mut layer.people);
        let mut left_out = self.people.take(&layer.file, own, Asked::NotYet);
        let areas = std::mem::take(&mut layer.areas);
        area_people::take(&mut self.people, &self.baseline, (&layer.file, areas), problems, &mut left_out);
        for (by, n) in left_out {
            layer.n_used -= n;
            problems.about_file(ProblemKind::PeopleAlreadyGiven { n, by });
        }
        let gives_only_people = matches!(layer.role, Role::District | Role::Neighborhood) && layer.is_delivery();
        if gives_only_people && layer.n_used > 0 && layer.peopled.is_empty() {
            problems.about_file(ProblemKind::UsedForNothing(layer.role));
        }
        if !layer.peopled.is_empty() {
            let (role, file, places) = (layer.role, layer.file.clone(), std::mem::take(&mut layer.peopled));
            self.area_files.push(AreaFile { role, file, places });
        }
        if layer.role == Role::Cluster && layer.is_delivery() && layer.n_used > 0 {
            problems.about_file(ProblemKind::UsedForNothing(layer.role));
        }
    }

    /// A file of haltes with trains in it replaces the trains of the start as well, or they would stand twice.
    fn drop_replaced_trains(&mut self, brought: &[Place]) {
        let station = Role::Kind(AmenityKind::STATION);
        if brought.iter().all(|stop| Role::of(stop) != station) {
            return;
        }
        let gone = std::mem::take(&mut self.replaceable_trains);
        if !gone.is_empty() {
            self.baseline.places[PlaceClass::Stop].retain(|stop| !gone.contains(&stop.id));
            self.baseline.layers.retain(|layer| layer.role != station);
            self.in_use.retain(|id| !gone.contains(id));
        }
    }

    /// Gives the places of a layer their ids; what was there already is that place.
    fn settle(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        let claims = std::mem::take(&mut layer.claims);
        if claims.is_empty() {
            return;
        }
        let known = self.known.entry(known_role(layer.role)).or_default();
        let mut settling = Settling { claims: &claims, known, in_use: &mut self.in_use, precedence: layer.precedence };
        let base = &mut self.baseline;
        let settled = match layer.role.place_class() {
            Some(class) => settling.settle(&mut base.places[class], problems),
            None => settling.settle(Arc::make_mut(&mut base.settlements), problems),
        };
        layer.n_again += settled.n_again;
        layer.renewed = settled.renewed;
        for (claim, id) in claims.iter().zip(settled.ids) {
            claim.rows.iter().for_each(|row| layer.trace(*row, Feature::Place { role: claim.role, id }));
        }
    }

    /// The finished baseline, and what was found in files of wijken and buurten when their people were spread.
    pub(crate) fn finish(mut self) -> (Baseline, Vec<Problems>) {
        let mut found = Vec::new();
        if self.gives_people {
            let n_own = self.people.n_sources();
            area_people::take_all(&mut self.people, &self.baseline, &self.area_files, &mut found);
            self.baseline.demand = Arc::new(self.people.finish(n_own));
        } else if self.people.n_sources() > 0 || !self.of_areas.is_empty() {
            let own = self.people.finish(usize::MAX);
            self.baseline.demand = Arc::new(Demand::from_parts(own.cells().to_vec(), self.of_areas));
        }
        if let Some(checked) = valid_area(&self.study_area) {
            self.baseline.study_area = Some(checked.area);
        }
        (self.baseline, found)
    }
}

/// Roles that give people, of which one source counts at each place.
fn gives_people(role: Role) -> bool {
    matches!(role, Role::Demand | Role::Pc4 | Role::District | Role::Neighborhood)
}

/// The role under which places of a role are known: haltes and stations may come in one file.
fn known_role(role: Role) -> Role {
    if role == Role::Kind(AmenityKind::STATION) { Role::Kind(AmenityKind::STOP) } else { role }
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
    Some(place_of(row)?.0)
}

/// The same, with the area within which it was chosen.
fn place_of(row: &mut Row<'_>) -> Option<(RdPoint, Option<Footprint>)> {
    let Some(ShapePlace { point, is_chosen, area }) = row.record.shape.place() else {
        row.problems.at(&row.record.position, ProblemKind::NoGeometry);
        return None;
    };
    if is_chosen {
        row.problems.count(Repeated::PlaceChosen, None);
    }
    Some((point, area.map(Arc::new)))
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
        numbered_name(label, row.record.number)
    })
}
