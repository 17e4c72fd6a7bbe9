//! The layers of the ground as feature tables, and `zorgkring_laag`: where each came from.
//!
//! Coordinates keep all their decimals: what is saved is what is opened. A `fid` is given once and stays: the `fid`s of
//! places go up over all tables together, which keeps the order of places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use geo::{Geometry, MultiPolygon};
use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;
use serde_json::Value;
use uuid::Uuid;

use super::error::ProjectFileError;
use super::names::table_role;
use super::rows::{id, integer, json, optional_real, optional_text, rows, text};
use super::sources::{Listed, layer_without_source, listed};
use crate::crs::{Rd, RdPoint};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::demand::PeopleCounts;
use crate::domain::identity::{Provenance, Status};
use crate::domain::place::Place;
use crate::domain::problem::{Problem, ProblemKind, Repeated};
use crate::geopackage::{
    ColumnKind, FeatureTable, KnownBy, Row, Table, TableKind, content_hash, feature_tables, views,
};
use crate::import::{ReadTable, Watch, read_project_tables, text_from_area};

use ColumnKind::{Boolean, Double, Integer, Text};

/// The column that says of a square that a wijk or buurt gave its people.
const OF_AREA: &str = "afgeleid";

/// A word of a file type, such as `bestaand`.
fn word(value: &impl serde::Serialize) -> SqlValue {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => SqlValue::Text(word),
        _ => SqlValue::Null,
    }
}

/// The tables of all layers that there are, in the order of [`Role::all`].
pub(super) fn tables(baseline: &Baseline) -> Vec<(Role, Table)> {
    tables_of(baseline, &table_roles().collect())
}

fn tables_of(baseline: &Baseline, roles: &BTreeSet<Role>) -> Vec<(Role, Table)> {
    let is_listed = |role: Role| baseline.layers.iter().any(|layer| table_role(layer.role) == role);
    let of_roles = roles.iter().map(|role| (*role, table(baseline, *role)));
    of_roles.filter(|(role, table)| is_listed(*role) || !table.rows.is_empty()).collect()
}

/// The tables of two grounds, without those that are the same in both.
pub(super) fn tables_that_differ(before: &Baseline, after: &Baseline) -> [Vec<(Role, Table)>; 2] {
    let roles: BTreeSet<Role> = table_roles().filter(|role| !is_same(*role, before, after)).collect();
    [before, after].map(|baseline| tables_of(baseline, &roles))
}

/// Do two grounds have the same table of a role?
fn is_same(role: Role, before: &Baseline, after: &Baseline) -> bool {
    let layers = |baseline: &Baseline| -> Vec<LayerSource> {
        baseline.layers.iter().filter(|layer| table_role(layer.role) == role).cloned().collect()
    };
    layers(before) == layers(after)
        && match role {
            Role::Kind(_) | Role::CandidateSite | Role::Cluster => before.places_of(role).eq(after.places_of(role)),
            Role::Demand | Role::Pc4 => before.demand == after.demand,
            Role::Municipality => before.municipalities == after.municipalities,
            Role::District => before.districts == after.districts,
            Role::Neighborhood => before.neighborhoods == after.neighborhoods,
            Role::Settlement => before.settlements == after.settlements,
            Role::StudyArea => before.study_area == after.study_area,
        }
}

/// The roles that have a table of their own.
fn table_roles() -> impl Iterator<Item = Role> {
    Role::all().into_iter().filter(|role| *role != Role::Pc4)
}

/// The names that tables of layers have.
pub(super) fn table_names() -> Vec<&'static str> {
    table_roles().map(Role::name).collect()
}

const PROVENANCE: [(&str, ColumnKind); 3] = [("status", Text), ("bron", Text), ("bron_datum", Text)];

/// What tells whether another record is the same place.
const DRAWN: [(&str, ColumnKind); 2] = [("bestand", Text), ("vlak", Text)];

fn drawn(provenance: &Provenance) -> [SqlValue; 2] {
    let area = provenance.footprint.as_ref().map(|area| text_from_area(area));
    [optional_text(provenance.file.as_ref()), optional_text(area.as_ref())]
}

fn provenance(status: Status, provenance: &Provenance) -> [SqlValue; 3] {
    let (source, date) = (provenance.source.as_ref(), provenance.source_date.as_ref());
    [word(&status), optional_text(source), optional_text(date)]
}

const PEOPLE: [(&str, ColumnKind); 3] =
    [("inwoners", Double), ("inwoners_65plus", Double), ("inwoners_75plus", Double)];

fn people(people: &PeopleCounts) -> [SqlValue; 3] {
    [people.residents, people.aged_65_plus, people.aged_75_plus].map(optional_real)
}

fn whole(n: Option<u32>) -> SqlValue {
    n.map_or(SqlValue::Null, integer)
}

/// A table that takes rows with their geometry.
struct Features {
    table: Table,
}

impl Features {
    fn new(role: Role, geometry: &'static str, columns: &[&[(&str, ColumnKind)]]) -> Self {
        let known_by = match role {
            Role::Demand | Role::Pc4 => KnownBy::GeometryAnd(OF_AREA),
            Role::StudyArea => KnownBy::BeingAlone,
            Role::Municipality | Role::District | Role::Neighborhood => KnownBy::Columns(&["code"]),
            Role::Kind(_) | Role::Settlement | Role::CandidateSite | Role::Cluster => KnownBy::Columns(&["id"]),
        };
        let table = Table::new(role.name(), TableKind::Features(geometry), &columns.concat());
        Self { table: Table { known_by, ..table } }
    }

    fn add(&mut self, fid: Option<usize>, geometry: impl Into<Geometry<f64>>, values: &[&[SqlValue]]) {
        let fid = fid.and_then(|idx| i64::try_from(idx + 1).ok());
        self.table.rows.push(Row { fid, geometry: Some(geometry.into()), values: values.concat() });
    }

    fn place(&mut self, idx: usize, point: RdPoint, values: &[&[SqlValue]]) {
        self.add(Some(idx), point.0, values);
    }
}

fn table(baseline: &Baseline, role: Role) -> Table {
    let mut table = match role {
        Role::Kind(AmenityKind::STOP | AmenityKind::STATION) => stops(baseline, role),
        Role::Kind(AmenityKind::CARE) | Role::Kind(_) | Role::CandidateSite | Role::Cluster => places(baseline, role),
        Role::Demand | Role::Pc4 => demand(baseline, role),
        Role::Municipality => areas(role, baseline.municipalities.iter().map(|a| (&a.code, &a.name, &a.outline, None))),
        Role::District => {
            areas(role, baseline.districts.iter().map(|a| (&a.code, &a.name, &a.outline, Some(&a.people))))
        }
        Role::Neighborhood => {
            areas(role, baseline.neighborhoods.iter().map(|a| (&a.code, &a.name, &a.outline, Some(&a.people))))
        }
        Role::Settlement => settlements(baseline, role),
        Role::StudyArea => {
            let mut features = Features::new(role, "MULTIPOLYGON", &[]);
            if let Some(area) = &baseline.study_area {
                features.add(None, area.0.clone(), &[]);
            }
            features.table
        }
    };
    table.note = baseline.layer(role).and_then(|layer| layer.source.clone()).unwrap_or_default();
    table
}

/// The places of a role, each with its position among those of its class.
fn placed(baseline: &Baseline, role: Role) -> impl Iterator<Item = (usize, &Arc<Place>)> {
    let list = role.place_class().into_iter().flat_map(|class| baseline.places[class].iter().enumerate());
    list.filter(move |(_, place)| Role::of(place) == role)
}

fn places(baseline: &Baseline, role: Role) -> Table {
    let base: &[(&str, ColumnKind)] = &[("id", Text), ("naam", Text)];
    match role {
        Role::Kind(AmenityKind::CARE) => {
            let own = [("organisatie", Text), ("sector", Text), ("plaatsen", Integer)];
            let mut features = Features::new(role, "POINT", &[base, &own, &PROVENANCE, &DRAWN]);
            for (idx, place, care) in
                placed(baseline, role).filter_map(|(idx, place)| Some((idx, place, place.care()?)))
            {
                let own = [optional_text(care.organization.as_ref()), word(&care.sector), whole(care.n_places)];
                let known = provenance(place.status, &place.provenance);
                let drawn = drawn(&place.provenance);
                features.place(idx, place.point, &[&[id(place.id), text(&place.name)], &own, &known, &drawn]);
            }
            features.table
        }
        Role::Kind(kind) => {
            let mut features = Features::new(role, "POINT", &[base, &[("soort", Text)], &PROVENANCE, &DRAWN]);
            for (idx, amenity) in placed(baseline, role) {
                let known = provenance(amenity.status, &amenity.provenance);
                let own = [id(amenity.id), text(&amenity.name), text(kind.role())];
                features.place(idx, amenity.point, &[&own, &known, &drawn(&amenity.provenance)]);
            }
            features.table
        }
        Role::CandidateSite => {
            let own = [("woningen", Integer), ("woonvormen", Text)];
            let mut features = Features::new(role, "POINT", &[base, &own, &PROVENANCE]);
            for (idx, site) in placed(baseline, role) {
                let forms: Vec<_> =
                    site.site().into_iter().flat_map(|site| &site.forms).map(|form| form.name()).collect();
                let own = [id(site.id), text(&site.name), whole(site.capacity()), json(&forms)];
                features.place(idx, site.point, &[&own, &provenance(site.status, &site.provenance)]);
            }
            features.table
        }
        _ => {
            let mut features = Features::new(role, "POINT", &[base, &[("woningen", Integer)], &PROVENANCE]);
            for (idx, cluster) in placed(baseline, role) {
                let own = [id(cluster.id), text(&cluster.name), whole(cluster.capacity())];
                features.place(idx, cluster.point, &[&own, &provenance(cluster.status, &cluster.provenance)]);
            }
            features.table
        }
    }
}

fn stops(baseline: &Baseline, role: Role) -> Table {
    let own =
        [("id", Text), ("naam", Text), ("modaliteit", Text), ("vertrekken_werkdag", Integer), ("toegankelijk", Text)];
    let mut features = Features::new(role, "POINT", &[&own, &PROVENANCE]);
    for (idx, place, stop) in placed(baseline, role).filter_map(|(idx, place)| Some((idx, place, place.stop()?))) {
        let names = [id(place.id), text(&place.name), word(&stop.mode)];
        let own = [whole(stop.departures_workday), word(&stop.accessibility)];
        features.place(idx, place.point, &[&names, &own, &provenance(place.status, &place.provenance)]);
    }
    features.table
}

fn demand(baseline: &Baseline, role: Role) -> Table {
    let mut features = Features::new(role, "POINT", &[&PEOPLE, &[(OF_AREA, Boolean)]]);
    let own = baseline.demand.own().iter().map(|cell| (cell, SqlValue::Null));
    // Of wijken and buurten, which keep their people themselves: they are worked out anew when layers come and go.
    let of_areas = baseline.demand.of_areas().iter().map(|cell| (cell, SqlValue::Integer(1)));
    for (cell, is_of_area) in own.chain(of_areas) {
        // At its middle: a point falls in exactly that square again.
        features.add(None, cell.center().0, &[&people(&cell.people), &[is_of_area]]);
    }
    features.table
}

/// Gemeenten, wijken or buurten; gemeenten give no people.
fn areas<'a>(
    role: Role,
    areas: impl Iterator<Item = (&'a String, &'a String, &'a Rd<MultiPolygon<f64>>, Option<&'a PeopleCounts>)>,
) -> Table {
    let named: &[(&str, ColumnKind)] = &[("code", Text), ("naam", Text)];
    let columns: &[&[(&str, ColumnKind)]] = if role == Role::Municipality { &[named] } else { &[named, &PEOPLE] };
    let mut features = Features::new(role, "MULTIPOLYGON", columns);
    for (code, name, outline, counts) in areas {
        let counts = counts.map(people);
        let counts: &[SqlValue] = counts.as_ref().map_or(&[], |counts| counts);
        features.add(None, outline.0.clone(), &[&[text(code), text(name)], counts]);
    }
    features.table
}

fn settlements(baseline: &Baseline, role: Role) -> Table {
    let own = [("id", Text), ("naam", Text), ("gemeentecode", Text)];
    let label = [("bron", Text), ("bron_datum", Text), ("naam_x", Double), ("naam_y", Double)];
    let mut features = Features::new(role, "GEOMETRY", &[&own, &PEOPLE, &label]);
    for settlement in baseline.settlements.iter() {
        let own = [id(settlement.id), text(&settlement.name), optional_text(settlement.municipality_code.as_ref())];
        let source = &settlement.provenance;
        let label = [
            optional_text(source.source.as_ref()),
            optional_text(source.source_date.as_ref()),
            optional_real(Some(settlement.point.x())),
            optional_real(Some(settlement.point.y())),
        ];
        let geometry: Geometry<f64> = match &settlement.outline {
            Some(outline) => outline.0.clone().into(),
            None => settlement.point.0.into(),
        };
        features.add(None, geometry, &[&own, &people(&settlement.people), &label]);
    }
    features.table
}

/// The hash of what each feature table holds: how a change by another program is seen.
pub(super) fn hashes(connection: &Connection, tables: &[FeatureTable]) -> rusqlite::Result<BTreeMap<String, String>> {
    let hash = |table: &FeatureTable| Ok((table.name.clone(), content_hash(connection, table)?));
    tables.iter().map(hash).collect()
}

/// Does a ground know what stands in the table of this name?
pub(super) fn knows(baseline: &Baseline, name: &str) -> bool {
    let role = Role::from_name(name);
    let holds = |role: Role| match role.place_class() {
        Some(_) => baseline.places_of(role).next().is_some(),
        None => !table(baseline, role).rows.is_empty(),
    };
    baseline.layers.iter().any(|layer| table_role(layer.role).name() == name) || role.is_some_and(holds)
}

/// The tables of layers that are wanted, in the order in which they are read; views are named in `views`.
///
/// # Errors
/// What SQLite says.
pub(super) fn tables_in_file(
    connection: &Connection,
    is_wanted: impl Fn(&str) -> bool,
    mut is_view: impl FnMut(Role, &str),
) -> rusqlite::Result<Vec<(Role, FeatureTable)>> {
    let views = views(connection)?;
    let mut tables = Vec::new();
    for table in feature_tables(connection)?.into_iter().filter(|table| is_wanted(&table.name)) {
        match Role::from_name(&table.name) {
            Some(role) if views.contains(&table.name) => is_view(role, &table.name),
            None | Some(Role::Pc4) => {}
            Some(role) => tables.push((role, table.by_number(connection)?)),
        }
    }
    tables.sort_by_key(|(role, _)| *role);
    Ok(tables)
}

/// The ground as it was read.
pub(super) struct ReadLayers {
    pub(super) baseline: Baseline,
    pub(super) renewed: RenewedIds,
    /// What each table gave.
    pub(super) found: Vec<ReadTable>,
}

/// Reads the ground. A table that another program changed is told with what was found in it, and named in `changed`.
pub(super) fn read(
    connection: &Connection,
    file: &str,
    (problems, changed): (&mut Vec<Problem>, &mut BTreeSet<String>),
    watch: &dyn Watch,
) -> Result<ReadLayers, ProjectFileError> {
    let mut listed = listed(connection)?;
    let mut views = Vec::new();
    let tables = tables_in_file(connection, |_| true, |role, name| views.push((role, name.to_owned())))?;
    listed.retain(|known| {
        let role = table_role(known.layer.role);
        let is_there = tables.iter().any(|(of, _)| *of == role);
        if known.is_own && !is_there && views.iter().all(|(of, _)| *of != role) {
            problems.push(about_layer(file, role, ProblemKind::LayerGone(role.name().to_owned())));
        }
        is_there
    });
    // It can be without end, and a project keeps its layers in tables.
    let not_given = |(role, layer)| about_layer(file, role, ProblemKind::LayerNotGiven { layer, n_whole: 0 });
    problems.extend(views.into_iter().map(not_given));
    let (mut baseline, mut read) = read_project_tables(connection, file, &tables, watch)?;
    let mut renewed = RenewedIds::new();
    for ((role, table), found) in tables.iter().zip(&mut read) {
        renewed.extend(&found.renewed);
        let hash = content_hash(connection, table)?;
        if listed.iter().any(|known| table_role(known.layer.role) == *role && known.hash == hash) {
            if *role == Role::Settlement {
                put_labels(connection, table, &mut baseline)?;
            }
            problems.extend(std::mem::take(&mut found.problems).into_iter().filter(is_about_an_id));
            continue;
        }
        changed.insert(table.name.clone());
        // What was known of it holds no longer; what it is from does.
        let is_of_role = |known: &Listed| table_role(known.layer.role) == *role && known.is_own;
        let n_listed: usize = listed.iter().filter(|known| is_of_role(known)).map(|known| known.layer.n_features).sum();
        match listed.iter_mut().rev().find(|known| is_of_role(known)) {
            Some(known) => {
                // Of several files of a role, the last one takes what came and went.
                let n_others = n_listed - known.layer.n_features;
                known.layer.n_features = found.n_used.saturating_sub(n_others);
                known.layer.n_problems += found.n_problems;
            }
            None if found.n_used > 0 => {
                let layer = new_layer(found, file);
                listed.push(Listed { layer, is_own: true, hash });
            }
            None => {}
        }
        problems.append(&mut found.problems);
    }
    baseline.layers = listed.into_iter().filter(|known| known.is_own).map(|known| known.layer).collect();
    Ok(ReadLayers { baseline, renewed, found: read })
}

/// Ids that a place of another role had already, each with the one that it has now.
pub(super) type RenewedIds = Vec<(Uuid, Uuid)>;

/// Is it about ids that older versions gave twice? That is told until the project is saved, whoever wrote the table.
fn is_about_an_id(problem: &Problem) -> bool {
    matches!(problem.kind, ProblemKind::Several { what: Repeated::IdOfAnotherRole, .. })
}

/// Something about a layer as a whole.
fn about_layer(file: &str, role: Role, kind: ProblemKind) -> Problem {
    let severity = kind.severity();
    Problem { file: file.to_owned(), role: Some(role), position: None, field: None, severity, kind }
}

fn new_layer(found: &ReadTable, file: &str) -> LayerSource {
    LayerSource {
        source: found.source.clone(),
        date: found.date.clone(),
        licence: found.licence.clone(),
        n_features: found.n_used,
        n_problems: found.n_problems,
        fictional: found.fictional,
        ..layer_without_source(found.role, file.to_owned())
    }
}

/// The places of names, which another source than the outline may have given.
fn put_labels(connection: &Connection, table: &FeatureTable, baseline: &mut Baseline) -> Result<(), ProjectFileError> {
    let mut labels = BTreeMap::new();
    for row in rows(connection, &table.name)? {
        if let Some(label) = row.place("naam_x", "naam_y")? {
            labels.insert(row.id("id")?, label);
        }
    }
    let moved = |id, point| labels.get(id).copied().filter(|label| label != point);
    if baseline.settlements.iter().any(|settlement| moved(&settlement.id, &settlement.point).is_some()) {
        for settlement in Arc::make_mut(&mut baseline.settlements) {
            settlement.point = labels.get(&settlement.id).copied().unwrap_or(settlement.point);
        }
    }
    Ok(())
}
