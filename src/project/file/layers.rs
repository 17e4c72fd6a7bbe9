//! The layers of the ground as feature tables, and `zorgkring_laag`: where each came from.
//!
//! Coordinates keep all their decimals: what is saved is what is opened. A `fid` is given once and stays: the `fid`s of
//! places go up over all tables together, which keeps the order of places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;
use uuid::Uuid;

use super::error::ProjectFileError;
use super::rows::{integer, json, rows, text};
use super::sources::{Listed, listed};
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::carried::{CarriedName, CarriedValue, whole};
use crate::domain::problem::{Problem, ProblemKind, Repeated};
use crate::geopackage::{
    ColumnKind, FeatureTable, KnownBy, Row, Table, TableKind, content_hash, feature_tables, views,
};
use crate::import::{ReadTable, Watch, read_project_tables, text_from_area};
use crate::layers::fields::OF_AREA;
use crate::layers::{self, Feature, Field, FieldKind, Scope, SourcedFeature, Use, Value, features, fields};

/// The tables of all layers that there are, in the order of [`Role::all`].
pub(super) fn tables(baseline: &Baseline) -> Vec<(Role, Table)> {
    tables_of(baseline, &table_roles().collect())
}

fn tables_of(baseline: &Baseline, roles: &BTreeSet<Role>) -> Vec<(Role, Table)> {
    let is_listed = |role: Role| baseline.layers.iter().any(|layer| layer.role.kept_in() == role);
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
        baseline.layers.iter().filter(|layer| layer.role.kept_in() == role).cloned().collect()
    };
    layers(before) == layers(after)
        && match role {
            Role::Kind(_) | Role::CandidateSite | Role::Cluster => before.places_of(role).eq(after.places_of(role)),
            Role::Demand | Role::Pc4 => before.demand == after.demand,
            Role::Municipality | Role::District | Role::Neighborhood => {
                before.coded_areas(role) == after.coded_areas(role)
            }
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

/// The table of a role. A `fid` is given to places alone, by their position among those of their class.
fn table(baseline: &Baseline, role: Role) -> Table {
    let fields = written_fields(role);
    let mut columns: Vec<_> = fields.iter().map(|field| (field.name, column_kind(field.kind))).collect();
    let carried = carried_columns(baseline, role);
    columns.extend(carried.iter().map(|(name, kind)| (name.written.as_str(), *kind)));
    let mut table = Table::new(role.name(), TableKind::Features(geometry_type(role)), &columns);
    table.known_by = match role {
        Role::Demand | Role::Pc4 => KnownBy::GeometryAnd(OF_AREA.name),
        Role::StudyArea => KnownBy::BeingAlone,
        Role::Municipality | Role::District | Role::Neighborhood => KnownBy::Columns(&["code"]),
        Role::Kind(_) | Role::Settlement | Role::CandidateSite | Role::Cluster => KnownBy::Columns(&["id"]),
    };
    table.rows = rows_of(baseline, role)
        .map(|(fid, feature)| {
            let record = SourcedFeature { feature, layer: None };
            let own = fields.iter().map(|field| sql_value(field.value(&record)));
            let value = |(name, kind): &(&CarriedName, ColumnKind)| {
                carried_value(feature.carried().and_then(|carried| carried.get(&name.folded)), *kind)
            };
            let values = own.chain(carried.iter().map(value)).collect();
            Row { fid, geometry: Some(feature.shape().into()), values }
        })
        .collect();
    table.note = baseline.layer(role).and_then(|layer| layer.source.clone()).unwrap_or_default();
    table
}

/// The fields of a role in the file: what it is known by and its name first.
fn written_fields(role: Role) -> Vec<&'static Field> {
    let is_written = |of: &Use| matches!(of.scope, Scope::Everywhere | Scope::Project | Scope::WhenThere);
    let mut fields: Vec<&Field> = fields(role).into_iter().filter(is_written).map(|of| of.field).collect();
    fields.sort_by_key(|field| match field.name {
        "id" | "code" => 0,
        "naam" => 1,
        _ => 2,
    });
    fields
}

fn geometry_type(role: Role) -> &'static str {
    match role {
        Role::Settlement => "GEOMETRY",
        Role::Municipality | Role::District | Role::Neighborhood | Role::StudyArea => "MULTIPOLYGON",
        Role::Kind(_) | Role::CandidateSite | Role::Cluster | Role::Demand | Role::Pc4 => "POINT",
    }
}

fn column_kind(kind: FieldKind) -> ColumnKind {
    match kind {
        FieldKind::Whole(_) => ColumnKind::Integer,
        FieldKind::People | FieldKind::Number(_) => ColumnKind::Double,
        FieldKind::Mark => ColumnKind::Boolean,
        FieldKind::Text | FieldKind::Id | FieldKind::Word(_) | FieldKind::Words(_) | FieldKind::Wkt => ColumnKind::Text,
    }
}

fn sql_value(value: Value<'_>) -> SqlValue {
    match value {
        Value::Unknown => SqlValue::Null,
        Value::Text(text) => SqlValue::Text(text.into_owned()),
        Value::Whole(n) => integer(n),
        Value::Number(n) => SqlValue::Real(n),
        Value::Words(words) => json(&words),
        Value::Mark => integer(true),
        Value::Area(area) => text(&text_from_area(area)),
    }
}

/// The columns that the features of a role carry along, each of the one kind that holds all its values.
fn carried_columns(baseline: &Baseline, role: Role) -> Vec<(&CarriedName, ColumnKind)> {
    let kind_of = |value: &CarriedValue| match value {
        CarriedValue::Number(n) if whole(*n).is_some() => 0,
        CarriedValue::Number(_) => 1,
        CarriedValue::Text(_) => 2,
    };
    let mut columns = Vec::new();
    for name in layers::carried_columns(features(baseline, role)) {
        let carrying = features(baseline, role).filter_map(|feature| feature.carried());
        let widest = carrying.filter_map(|carried| carried.get(&name.folded)).map(kind_of).max();
        let kinds = [ColumnKind::Integer, ColumnKind::Double, ColumnKind::Text];
        columns.push((name, kinds[widest.unwrap_or_default()]));
    }
    columns
}

/// What is carried along, as a column of a kind holds it.
fn carried_value(value: Option<&CarriedValue>, kind: ColumnKind) -> SqlValue {
    match (value, kind) {
        (None, _) => SqlValue::Null,
        (Some(CarriedValue::Text(known)), _) => text(known),
        (Some(CarriedValue::Number(n)), ColumnKind::Integer) => whole(*n).map_or(SqlValue::Null, integer),
        (Some(CarriedValue::Number(n)), ColumnKind::Double) => SqlValue::Real(*n),
        (Some(CarriedValue::Number(n)), _) => text(&n.to_string()),
    }
}

/// The features of a role with their `fid`, where they keep one.
fn rows_of(baseline: &Baseline, role: Role) -> Box<dyn Iterator<Item = (Option<i64>, Feature<'_>)> + '_> {
    if role == Role::Demand {
        let own = baseline.demand.own().iter().map(|cell| Feature::Square(cell, false));
        // Of wijken and buurten, which keep their people themselves: they are worked out anew when layers come and go.
        let of_areas = baseline.demand.of_areas().iter().map(|cell| Feature::Square(cell, true));
        return Box::new(own.chain(of_areas).map(|feature| (None, feature)));
    }
    let Some(class) = role.place_class() else {
        return Box::new(features(baseline, role).map(|feature| (None, feature)));
    };
    let of_role = (1..).zip(&baseline.places[class]).filter(move |(_, place)| Role::of(place) == role);
    Box::new(of_role.map(|(fid, place)| (Some(fid), Feature::Place(place))))
}

/// The hash of what each feature table holds: how a change by another program is seen.
pub(super) fn hashes(connection: &Connection, tables: &[FeatureTable]) -> rusqlite::Result<BTreeMap<String, String>> {
    let hash = |table: &FeatureTable| Ok((table.name.clone(), content_hash(connection, table)?));
    tables.iter().map(hash).collect()
}

/// Does a ground know what stands in the table of this name?
pub(super) fn knows(baseline: &Baseline, name: &str) -> bool {
    let role = Role::from_name(name);
    let holds = |role: Role| features(baseline, role.kept_in()).next().is_some();
    baseline.layers.iter().any(|layer| layer.role.kept_in().name() == name) || role.is_some_and(holds)
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
        let role = known.layer.role.kept_in();
        let is_there = tables.iter().any(|(of, _)| *of == role);
        if known.is_own && !is_there && views.iter().all(|(of, _)| *of != role) {
            problems.push(Problem::about_layer(file, role, ProblemKind::LayerGone(role.name().to_owned())));
        }
        is_there
    });
    // It can be without end, and a project keeps its layers in tables.
    let not_given = |(role, layer)| Problem::about_layer(file, role, ProblemKind::LayerNotGiven { layer, n_whole: 0 });
    problems.extend(views.into_iter().map(not_given));
    let (mut baseline, mut read) = read_project_tables(connection, file, &tables, watch)?;
    let mut renewed = RenewedIds::new();
    for ((role, table), found) in tables.iter().zip(&mut read) {
        renewed.extend(&found.renewed);
        let hash = content_hash(connection, table)?;
        if listed.iter().any(|known| known.layer.role.kept_in() == *role && known.hash == hash) {
            if *role == Role::Settlement {
                put_labels(connection, table, &mut baseline)?;
            }
            problems.extend(std::mem::take(&mut found.problems).into_iter().filter(is_about_an_id));
            continue;
        }
        changed.insert(table.name.clone());
        // What was known of it holds no longer; what it is from does.
        let is_of_role = |known: &Listed| known.layer.role.kept_in() == *role && known.is_own;
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

fn new_layer(found: &ReadTable, file: &str) -> LayerSource {
    LayerSource {
        source: found.source.clone(),
        date: found.date.clone(),
        licence: found.licence.clone(),
        n_features: found.n_used,
        n_problems: found.n_problems,
        fictional: found.fictional,
        ..LayerSource::new(found.role, file)
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
