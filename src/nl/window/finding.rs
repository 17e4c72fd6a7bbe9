//! Search, palette and lists in Dutch.

use std::sync::Arc;

use crate::analysis::zones::CaringZone;
use crate::domain::amenity::AmenityKind;
use crate::domain::identity::{Provenance, Status};
use crate::nl::explain::not_read;
use crate::nl::numbers;

pub const SEARCH: &str = "Zoeken";
pub const SEARCH_SHORT: &str = "Zoek";
pub const SEARCH_HINT: &str = "Zoek plaats of opdracht";
pub const SEARCH_KEYS: &str = "Kies met ↑ en ↓, Enter gaat erheen, Esc sluit";
pub const LISTS: &str = "Lijsten";
pub const KERN: &str = "kern";
pub const MUNICIPALITY: &str = "gemeente";
pub const ZONE: &str = "zone";
pub const SITE: &str = "kandidaatlocatie";
pub const CARE: &str = "24-uurszorglocatie";
pub const COMMAND: &str = "opdracht";
pub const SPOT: &str = "plek";

pub fn nothing_found(query: &str) -> String {
    format!("Niets gevonden voor “{}”. Zoek op naam, opdracht of coördinaten.", query.trim())
}

pub fn in_municipality(name: &str) -> String {
    format!("gemeente {name}")
}

/// Heading of the panel, for a screen reader, and its tabs.
pub const LIST_TABS: [&str; 5] = ["Zones", "Bijna-zones", "Kandidaatlocaties", "Kernen", "Laag"];
pub const LIST_LAYER: &str = "laag van de lijst";
pub const FILTER: &str = "Filter op naam";
pub const COPY_CSV: &str = "Kopieer als CSV";
pub const CLOSE_LISTS: &str = "Lijsten sluiten";
pub const EMPTY_LIST: &str = "Deze lijst is leeg.";
pub const KERNEN_UNREAD: &str = "Kernen zijn niet bekend: geen laag gelezen van kernen.";
pub const NOTHING_PASSES: &str = "Geen enkele rij past bij dit filter.";
pub const LIST_WAITS: &str = "De lijst komt zodra de berekening klaar is.";
pub const YES: &str = "ja";
pub const NO: &str = "nee";
/// Column that is in the file only: does the row rest on invented layers?
pub const RESTS_ON_FICTION: &str = "fictieve gegevens";

pub const COLUMN_MUNICIPALITIES: &str = "gemeente(n)";
/// Column.
pub const COLUMN_RESIDENTS: [&str; 2] = ["inwoners", "inwoners (schatting)"];
/// Column of a source's own count.
pub const COLUMN_COUNTED: [&str; 2] = ["inwoners", "inwoners (aantal)"];
/// Column.
pub const COLUMN_AGED_75: [&str; 2] = ["75-plussers", "75-plussers (schatting)"];
pub const COLUMN_AREA: &str = "oppervlak (ha)";
/// Column.
pub const COLUMN_SCORE: [&str; 2] = ["score", "score (0-100)"];
/// Column.
pub const COLUMN_MISSING: [&str; 2] = ["wat ontbreekt", "wat ontbreekt (aantal normen)"];
pub const COLUMN_SUBJECT: &str = "kern of locatie";
pub const COLUMN_NEEDED: &str = "wat nodig is";
pub const COLUMN_SEARCH_AREA: &str = "zoekgebied";
/// Column.
pub const COLUMN_ADDED: [&str; 2] = ["75-plussers erbij", "75-plussers erbij (schatting)"];
pub const COLUMN_RANK: &str = "rang";
/// Column.
pub const COLUMN_SERVES: [&str; 2] = ["75+ binnen 500 m", "75-plussers binnen 500 m (schatting)"];
pub const COLUMN_PROPOSED: &str = "voorgesteld?";
pub const COLUMN_IN_ZONE: &str = "in een zone?";
pub const COLUMN_KIND: &str = "soort";
pub const COLUMN_STATUS: &str = "status";
pub const COLUMN_FICTIONAL: &str = "fictief?";

pub fn yes_no(flag: bool) -> &'static str {
    if flag { YES } else { NO }
}

pub const ADDED_BY_A_VARIANT: &str = "komt erbij in een variant, bestaat nog niet";

/// Whether a place exists, as its source says.
pub fn status(status: Status, provenance: &Provenance) -> &'static str {
    match status {
        _ if provenance.is_from_a_variant() => ADDED_BY_A_VARIANT,
        Status::Existing => "bestaand",
        Status::Planned => "gepland",
        Status::Wished => "wens",
    }
}

/// The same where there is little room.
pub fn status_in_list(of: Status, provenance: &Provenance) -> &'static str {
    if provenance.is_from_a_variant() { "in variant" } else { status(of, provenance) }
}

/// Rows that are shown of all.
pub fn rows_shown(n_shown: usize, n: usize) -> String {
    format!("{} van {}", numbers::whole(n_shown as f64), numbers::whole(n as f64))
}

pub fn rows_copied(n: usize) -> String {
    format!("{} op het klembord", numbers::counted(n, "rij staat", "rijen staan"))
}

/// A tab with its count, which may not be known.
pub fn tab(name: &str, n: Option<usize>) -> String {
    n.map_or_else(|| format!("{name} ?"), |n| format!("{name} {}", numbers::whole(n as f64)))
}

/// A list that cannot be told, and for want of which layers; each group of kinds needs one.
pub fn list_unknown(name: &str, unread: &[Arc<[AmenityKind]>]) -> String {
    format!("{name} zijn niet bekend: {}.", not_read(unread))
}

/// Accessible name of a column's heading.
pub fn sort_by(column: &str, descending: Option<bool>) -> String {
    let now = match descending {
        None => "",
        Some(false) => ", nu oplopend",
        Some(true) => ", nu aflopend",
    };
    format!("Sorteer op {column}{now}")
}

/// A layer in the choice of layers, which may not have been read.
pub fn layer_choice(name: &str, n: Option<usize>) -> String {
    n.map_or_else(|| format!("{name} (geen laag gelezen)"), |n| format!("{name} ({})", numbers::whole(n as f64)))
}

/// Opens the whole list of which the first are shown.
pub fn whole_list(name: &str) -> String {
    format!("alle {}", name.to_lowercase())
}

/// How many norms a zone does not keep to, each named once.
pub fn n_missing(zone: &CaringZone) -> usize {
    let mut named: Vec<_> = zone.missing().map(|check| (check.form, &check.kinds)).collect();
    named.sort();
    named.dedup();
    named.len()
}
