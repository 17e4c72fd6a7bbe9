//! Rows that belong together: a variant and what it changes, an intervention and its feature, a layer and its places. Where one side
//! takes such a family away and the other changes any of it, both changed the same, and it goes or stays whole.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value as SqlValue;

use super::names::{BALLOTS, INTERVENTIONS, PLACES, ROUNDS, SUBJECTS, VARIANTS, WORKSHOPS, ZONES};
use crate::geopackage::{ORDER, Row, Table};

/// Tables by name.
pub(super) type Tables = BTreeMap<String, Table>;

/// A table and the columns by which its rows name their family.
type Naming = (&'static str, &'static [&'static str]);

/// A family has one row in the first table, and any number in the others.
const FAMILIES: [(Naming, &[Naming]); 4] = [
    ((VARIANTS, &["id"]), &[(INTERVENTIONS, &["variant"]), (ZONES, &["variant"]), (PLACES, &["variant"])]),
    (
        (INTERVENTIONS, &["variant", "soort", "onderwerp"]),
        &[(ZONES, &["variant", "soort", "id"]), (PLACES, &["variant", "soort", "id"])],
    ),
    ((BALLOTS, &["id"]), &[(SUBJECTS, &["stemming"])]),
    ((WORKSHOPS, &["id"]), &[(ROUNDS, &["werkatelier"])]),
];

/// What each of two sides began with in the document: of a family that one side took away and the other changed, the one took away
/// all that the other has of it, and from the other it comes whole.
pub(super) fn of_document(before: &Tables, here: &Tables, there: &Tables) -> (Tables, Tables) {
    let (mut of_here, mut of_there) = (before.clone(), before.clone());
    for (parent, members) in FAMILIES {
        desert((parent, members), (before, here, there), (&mut of_here, &mut of_there));
        desert((parent, members), (before, there, here), (&mut of_there, &mut of_here));
    }
    (of_here, of_there)
}

/// The same in the layers, each of which is a family.
pub(super) fn of_layers(before: &Tables, here: &Tables, there: &Tables) -> (Tables, Tables) {
    let (mut of_here, mut of_there) = (before.clone(), before.clone());
    desert_layers((before, here, there), (&mut of_here, &mut of_there));
    desert_layers((before, there, here), (&mut of_there, &mut of_here));
    (of_here, of_there)
}

/// The same for what one side keeps and the other takes away.
fn desert(
    (parent, members): (Naming, &[Naming]),
    (before, keeps, takes): (&Tables, &Tables, &Tables),
    (of_keeper, of_taker): (&mut Tables, &mut Tables),
) {
    let names = |tables: &Tables| -> BTreeSet<String> { by_family(tables, parent).into_keys().collect() };
    let gone: BTreeSet<String> = &(&names(before) & &names(keeps)) - &names(takes);
    if gone.is_empty() {
        return;
    }
    let all: Vec<Naming> = std::iter::once(parent).chain(members.iter().copied()).collect();
    let mut deserted = BTreeSet::new();
    for naming in &all {
        let (was, is) = (by_family(before, *naming), by_family(keeps, *naming));
        let has_changed = |name: &&String| !are_alike(&before[naming.0], was.get(*name), is.get(*name));
        deserted.extend(gone.iter().filter(|_| before.contains_key(naming.0)).filter(has_changed).cloned());
    }
    for naming in all {
        let of_family =
            |row: &Row, table: &Table| family(row, table, naming.1).is_some_and(|name| deserted.contains(&name));
        for tables in [&mut *of_keeper, &mut *of_taker] {
            if let Some(table) = tables.get_mut(naming.0) {
                let like = Table { rows: Vec::new(), ..table.clone() };
                table.rows.retain(|row| !of_family(row, &like));
            }
        }
        if let (Some(table), Some(kept)) = (of_taker.get_mut(naming.0), keeps.get(naming.0)) {
            table.rows.extend(kept.rows.iter().filter(|row| of_family(row, kept)).cloned());
        }
    }
}

fn desert_layers(
    (before, keeps, takes): (&Tables, &Tables, &Tables),
    (of_keeper, of_taker): (&mut Tables, &mut Tables),
) {
    for (name, was) in before.iter().filter(|(name, _)| !takes.contains_key(*name)) {
        let Some(is) = keeps.get(name) else { continue };
        let (rows_were, rows_are): (Vec<&Row>, Vec<&Row>) = (was.rows.iter().collect(), is.rows.iter().collect());
        if are_alike(was, Some(&rows_were), Some(&rows_are)) {
            continue;
        }
        if let Some(table) = of_keeper.get_mut(name) {
            table.rows.clear();
        }
        if let Some(table) = of_taker.get_mut(name) {
            table.rows.clone_from(&is.rows);
        }
    }
}

/// The name of the family of a row.
fn family(row: &Row, table: &Table, columns: &[&str]) -> Option<String> {
    let mut parts = Vec::new();
    for column in columns {
        let idx = table.columns.iter().position(|own| own.name == *column)?;
        match row.values.get(idx) {
            Some(SqlValue::Text(text)) => parts.push(text.as_str()),
            _ => return None,
        }
    }
    Some(parts.join("\n"))
}

/// The rows of each family in a table, in its order.
fn by_family(tables: &Tables, (name, columns): Naming) -> BTreeMap<String, Vec<&Row>> {
    let mut families: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    let Some(table) = tables.get(name) else { return families };
    for row in &table.rows {
        if let Some(name) = family(row, table, columns) {
            families.entry(name).or_default().push(row);
        }
    }
    families
}

/// Are rows the same but for their place in a list, which is nobody's work by itself?
fn are_alike(table: &Table, some: Option<&Vec<&Row>>, others: Option<&Vec<&Row>>) -> bool {
    let order = table.columns.iter().position(|column| column.name == ORDER);
    let is_alike = |(a, b): (&&Row, &&Row)| {
        let values = a.values.iter().zip(&b.values).enumerate();
        a.geometry == b.geometry && values.filter(|(idx, _)| Some(*idx) != order).all(|(_, (a, b))| a == b)
    };
    let (some, others) = (some.map_or(&[][..], Vec::as_slice), others.map_or(&[][..], Vec::as_slice));
    some.len() == others.len() && some.iter().zip(others).all(is_alike)
}
