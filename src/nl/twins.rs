//! Sentences about places of which there are several records.

use super::numbers::{counted, whole};
use crate::domain::twins::TwinGroup;

/// What parts the records of a place into places of their own.
pub fn they_are_several(n: usize) -> String {
    format!("Het zijn {} plaatsen", number(n))
}

pub const IT_IS_ONE: &str = "Het is één plaats";

/// Of a place of which people say that it is not the same as another.
pub const KEPT_APART: &str =
    "Er staat hier nog een plaats met deze naam. Zij tellen apart, zoals in dit project is gekozen.";

/// Why a place is one, and what that means for it.
pub fn why_one(group: &TwinGroup) -> String {
    let origins = group.origins();
    let how = match (group.is_point_and_area(), origins.len()) {
        (true, 0 | 1) => "als punt en als gebouw".to_owned(),
        (true, _) => format!("als punt en als gebouw, bij {}", joined(&origins)),
        (false, 0 | 1) => format!("{} keer", number(group.members.len())),
        (false, _) => format!("bij {}", joined(&origins)),
    };
    format!("Deze plaats staat in de lagen {how}. Zij telt één keer; sluiten en verplaatsen geldt voor het geheel.")
}

/// Places that stand in a file as a point and as an area.
pub(super) fn point_and_area(n: usize, example: &str) -> String {
    format!("{} als punt en als gebouw in ({example}); {}", they_stand(n), counts_once(n))
}

/// Places that several sources give, as far as these name themselves.
pub(super) fn several_sources(n: usize, example: &str, sources: &[String]) -> String {
    let how = match sources {
        [] | [_] => format!("meer dan eens in ({example})"),
        sources => format!("bij meer bronnen in ({example}, bij {})", joined(sources)),
    };
    format!("{} {how}; {}", they_stand(n), counts_once(n))
}

fn they_stand(n: usize) -> String {
    counted(n, "plaats staat er", "plaatsen staan er")
}

fn counts_once(n: usize) -> &'static str {
    if n == 1 { "zij telt één keer" } else { "elk telt één keer" }
}

fn number(n: usize) -> String {
    match n {
        2 => "twee".to_owned(),
        3 => "drie".to_owned(),
        n => whole(n as f64),
    }
}

/// Names with commas and "en".
fn joined(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} en {last}", first.join(", ")),
    }
}
