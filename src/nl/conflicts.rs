//! Dutch of what another program changed in the file of a project: beside this program, or against it.

use std::path::Path;

use uuid::Uuid;

use super::numbers::{counted, whole};
use crate::domain::baseline::Role;
use crate::geopackage::{ChangedObject, FieldConflict};

/// So many are told.
const MOST: usize = 3;

/// Longest value that is told, in characters.
const MOST_CHARS: usize = 40;

/// What another program changed as well, with the first few by name and both values.
pub fn conflicting(conflicts: &[FieldConflict]) -> String {
    let named: Vec<String> = conflicts.iter().take(MOST).map(conflict).collect();
    let n_more = conflicts.len() - named.len();
    let more = if n_more > 0 { format!("; en nog {}", whole(n_more as f64)) } else { String::new() };
    format!("een ander programma heeft hetzelfde veranderd, anders dan hier: {}{more}", named.join("; "))
}

fn conflict(FieldConflict { table, object, field, mine, theirs }: &FieldConflict) -> String {
    let what = named(table, object);
    let Some(field) = field else {
        let (here, there) = if mine.is_some() { ("veranderd", "weggehaald") } else { ("weggehaald", "veranderd") };
        return format!("{what}: hier {here}, daar {there}");
    };
    // What a choice of the project is about, its name says.
    let of_field = if field == "waarde" { String::new() } else { format!(", {}", field_name(field)) };
    let (mine, theirs) = where_they_differ(mine.as_deref(), theirs.as_deref());
    match (shown(mine), shown(theirs)) {
        (Some(mine), Some(theirs)) if mine != theirs => format!("{what}{of_field}: hier {mine}, daar {theirs}"),
        _ => format!("{what}{of_field}: hier anders dan daar"),
    }
}

/// Of two texts of many lines, as a normenkader, the first line that differs.
fn where_they_differ<'a>(mine: Option<&'a str>, theirs: Option<&'a str>) -> (Option<&'a str>, Option<&'a str>) {
    let (Some(a), Some(b)) = (mine, theirs) else { return (mine, theirs) };
    let is_alike = a.lines().count() == b.lines().count();
    let first = a.lines().zip(b.lines()).find(|(a, b)| a != b).filter(|_| is_alike);
    first.map_or((mine, theirs), |(a, b)| (Some(a), Some(b)))
}

/// Another program changed the file as well, and that stayed.
pub fn others_changed(path: &Path, n_objects: usize, first: &[ChangedObject]) -> String {
    let objects = counted(n_objects, "object", "objecten");
    // An intervention and its feature have one name.
    let mut names: Vec<String> = first.iter().map(|changed| named(&changed.table, &changed.object)).collect();
    names.dedup();
    let more = if n_objects > first.len() && !names.is_empty() { " en meer" } else { "" };
    let which = if names.is_empty() { String::new() } else { format!(": {}{more}", names.join(", ")) };
    format!("Een ander programma heeft in {} {objects} veranderd{which}. Dat is blijven staan.", path.display())
}

/// A row as a planner knows it: what it is, and what it is called.
fn named(table: &str, object: &str) -> String {
    if table == "zorgkring_project" {
        return choice(object).to_owned();
    }
    let what = noun(table);
    if object == table && Role::from_name(table).is_some() {
        return format!("de laag {table}");
    }
    let of_variant = ["zorgkring_ingreep", "plaats_plan", "zone_plan"].contains(&table);
    let object = if of_variant { intervention(object) } else { object };
    // What has no name of its own is known by an id or by its table, which say nothing.
    if object.parse::<Uuid>().is_ok() || object == table {
        return format!("een {what}");
    }
    format!("{what} \"{}\"", cut(object))
}

/// What a row of a table is.
fn noun(table: &str) -> &str {
    match table {
        "schets_punt" | "schets_lijn" | "schets_vlak" => "schets",
        "zone_plan" => "zone",
        "plaats_plan" => "plaats",
        "notitie" => "briefje",
        "kandidaat" => "kandidaatlocatie",
        "cluster" => "complex",
        "vraag" | "pc4" => "vak met inwoners",
        "zorgkring_verdwenen" => "verdwenen plaats",
        _ => match (Role::from_name(table), table.strip_prefix("zorgkring_")) {
            (Some(Role::Kind(kind)), _) => kind.label(),
            (_, Some("onderwerp")) => "onderwerp van een stemming",
            // variant, ingreep, werkatelier, ronde, stemming, besluit, bladwijzer, laag
            (_, Some(what)) => what,
            // gemeente, wijk, buurt, kern, studiegebied
            (_, None) => table,
        },
    }
}

/// A choice of the project by its key.
fn choice(key: &str) -> &str {
    match key {
        "naam" => "naam van het normenkader",
        "cel_m" => "celgrootte",
        "variant" => "gekozen variant",
        "aparte_plaatsen" => "plaatsen die niet dezelfde zijn",
        known => known,
    }
}

/// What an intervention without a name does.
fn intervention(object: &str) -> &str {
    match object {
        "plaats_dicht" => "locatie gesloten",
        "plaats_verzet" => "locatie verplaatst",
        "capaciteit" => "andere capaciteit",
        name => name,
    }
}

/// A column as a planner knows it; most have a name that will do.
fn field_name(column: &str) -> String {
    match column {
        "geom" => "plaats".to_owned(),
        "ingreep" => "inhoud".to_owned(),
        column => column.replace('_', " "),
    }
}

/// A value as it fits in a sentence; nothing for one that only a program reads.
fn shown(value: Option<&str>) -> Option<String> {
    let Some(value) = value else { return Some("leeg".to_owned()) };
    let is_of_program = value.parse::<Uuid>().is_ok() || value.starts_with(['{', '[']) || value.contains('\n');
    (!is_of_program).then(|| format!("\"{}\"", cut(value)))
}

fn cut(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(table: &str, object: &str, field: Option<&str>, sides: [Option<&str>; 2]) -> FieldConflict {
        let [mine, theirs] = sides.map(|side| side.map(str::to_owned));
        FieldConflict {
            table: table.to_owned(),
            object: object.to_owned(),
            field: field.map(str::to_owned),
            mine,
            theirs,
        }
    }

    #[test]
    fn each_conflict_says_what_it_is_in_dutch_with_what_stands_here_and_there_or_which_side_removed_it() {
        let id = "7f2c1f4e-6a6e-4c7e-9d5c-0a1b2c3d4e5f";
        for (conflict, told) in [
            (
                of("schets_vlak", "West", Some("titel"), [Some("West"), Some("Zoekgebied")]),
                "schets \"West\", titel: hier \"West\", daar \"Zoekgebied\"",
            ),
            (
                of("zorgkring_variant", "Centrum dicht", Some("toelichting"), [Some("a"), None]),
                "variant \"Centrum dicht\", toelichting: hier \"a\", daar leeg",
            ),
            (of("schets_vlak", "West", None, [Some("West"), None]), "schets \"West\": hier veranderd, daar weggehaald"),
            (
                of("zorgkring_ronde", "Kaart", None, [None, Some("x")]),
                "ronde \"Kaart\": hier weggehaald, daar veranderd",
            ),
            (
                of("zorgkring_ingreep", "plaats_dicht", Some("ingreep"), [Some("{}"), Some("{\"a\":1}")]),
                "ingreep \"locatie gesloten\", inhoud: hier anders dan daar",
            ),
            (
                of("supermarkt", id, Some("status"), [Some("wens"), Some("gepland")]),
                "een supermarkt, status: hier \"wens\", daar \"gepland\"",
            ),
            (
                of("zorgkring_project", "normenkader", Some("waarde"), [Some("a\nb = 1"), Some("a\nb = 2")]),
                "normenkader: hier \"b = 1\", daar \"b = 2\"",
            ),
            (
                of("zorgkring_project", "normenkader", Some("waarde"), [Some("a\nb"), Some("a\nc\nd")]),
                "normenkader: hier anders dan daar",
            ),
            (
                of("zorgkring_project", "doelgroep", Some("waarde"), [Some("rollator"), Some("vitaal")]),
                "doelgroep: hier \"rollator\", daar \"vitaal\"",
            ),
        ] {
            assert_eq!(super::conflict(&conflict), told);
        }
    }

    #[test]
    fn what_others_changed_is_named_and_what_no_longer_is_there_only_counted() {
        let changed = |object: &str| ChangedObject { table: "notitie".to_owned(), object: object.to_owned() };
        let told = |n, first: &[ChangedObject]| others_changed(Path::new("t.gpkg"), n, first);
        assert_eq!(
            told(1, &[changed("Bankje")]),
            "Een ander programma heeft in t.gpkg 1 object veranderd: briefje \"Bankje\". Dat is blijven staan."
        );
        assert!(
            told(5, &[changed("A"), changed("B")])
                .contains("5 objecten veranderd: briefje \"A\", briefje \"B\" en meer.")
        );
        assert_eq!(told(1, &[]), "Een ander programma heeft in t.gpkg 1 object veranderd. Dat is blijven staan.");
    }
}
