//! Stable ids, when two records are the same place, and where a record comes from.

use std::sync::Arc;

use geo::MultiPolygon;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::carried::Carried;
use crate::crs::{Rd, RdPoint};

/// Two records of the same name no farther apart than this are the same place, in metres (contract, "Ids").
pub const SAME_PLACE_M: f64 = 25.0;

/// The namespace of every id that zorgkring derives (UUID version 5).
pub const NAMESPACE: Uuid = Uuid::from_u128(0x7a6f_7267_6b72_5e6e_8a67_2d69_6473_2e31);

/// The id of a record: version 5 from the name of its source and its id there, so that it survives a new import.
pub fn id_from_source(source: &str, id_there: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{source}\u{1f}{id_there}").as_bytes())
}

/// The id of a record of a role: by its publisher (`bron`) and its id there, by the id alone when nobody is named. The name
/// of the file it came in is no part of it.
pub fn id_in_role(role: &str, publisher: Option<&str>, id_there: &str) -> Uuid {
    match publisher {
        Some(publisher) => id_from_source(&format!("{role}\u{1f}{publisher}"), id_there),
        None => id_from_source(role, id_there),
    }
}

/// The id of a record of a role that has none at its source: by its name and place. To the decimetre, so that it is the
/// same after a round through degrees with seven decimals.
pub fn id_of_named_place(role: &str, name: &str, point: RdPoint) -> Uuid {
    id_from_source(role, &name_and_place(name, point))
}

/// A name with its place to the decimetre, as one text.
pub fn name_and_place(name: &str, point: RdPoint) -> String {
    format!("{name}\u{1f}{:.1}\u{1f}{:.1}", point.x(), point.y())
}

/// A name without case and without the white space that differs from one delivery to the next.
pub fn folded_name(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What stands for the name of a record that has none: what it is, and its number in the file.
pub fn numbered_name(label: &str, number: usize) -> String {
    format!("{label} {number}")
}

/// Is a name only what a record is and a number?
pub fn is_numbered_name(label: &str, name: &str) -> bool {
    let (name, label) = (folded_name(name), folded_name(label));
    let number = name.strip_prefix(&label).and_then(|rest| rest.strip_prefix(' '));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Status: does it exist, is it planned, or wished for?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Status {
    /// `bestaand`: it is there and serves people. Only these count for reach.
    #[default]
    #[serde(rename = "bestaand")]
    Existing,
    /// `gepland`: decided, not there yet.
    #[serde(rename = "gepland")]
    Planned,
    /// `wens`: somebody's idea.
    #[serde(rename = "wens")]
    Wished,
}

/// The building or area as which a place is drawn.
pub type Footprint = Arc<Rd<MultiPolygon<f64>>>;

/// Where a record comes from, `bron` and `bron_datum`, and how it is drawn there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// `bron`: the publisher or register.
    pub source: Option<String>,
    /// `bron_datum`: as the source writes it, a year or a date.
    pub source_date: Option<String>,
    /// `bestand`: the file that a voorziening or 24-uurszorglocatie came in, when its source does not name itself.
    pub file: Option<String>,
    /// `vlak`: as what a voorziening or 24-uurszorglocatie is drawn; nothing for a point.
    pub footprint: Option<Footprint>,
    /// What else its file says of it.
    pub carried: Carried,
}

impl Provenance {
    /// Who says so: the source, else the file.
    pub fn origin(&self) -> Option<&str> {
        self.source.as_deref().or(self.file.as_deref())
    }
}
