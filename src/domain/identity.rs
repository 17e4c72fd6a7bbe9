//! Stable ids and where a record comes from.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The namespace of every id that zorgkring derives (UUID version 5).
pub const NAMESPACE: Uuid = Uuid::from_u128(0x7a6f_7267_6b72_5e6e_8a67_2d69_6473_2e31);

/// The id of a record: version 5 from the name of its source and its id there, so that it survives a new import.
#[must_use]
pub fn id_from_source(source: &str, id_there: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{source}\u{1f}{id_there}").as_bytes())
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

/// Where a record comes from: `bron` and `bron_datum`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// `bron`: the publisher or register.
    pub source: Option<String>,
    /// `bron_datum`: as the source writes it, a year or a date.
    pub source_date: Option<String>,
}
