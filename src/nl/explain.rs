//! Results in Dutch: what is needed, what is proposed, what is worth saying of a zone.

use std::sync::Arc;

use super::numbers::known_estimate;
use crate::analysis::near_miss::{NearMiss, WithoutZone};
use crate::analysis::siting::RankedSite;
use crate::analysis::zones::{CaringZone, SizeRemark};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::MIN_PUBLISHED_PEOPLE;

/// Kinds of which one is enough: `supermarkt of dagelijkse winkel`.
pub fn any_of(kinds: &[AmenityKind]) -> String {
    kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>().join(" of ")
}

/// That zones cannot be told, and for want of which layers; each group of kinds needs one.
pub fn zones_unknown(unread: &[Arc<[AmenityKind]>]) -> String {
    format!("Zones zijn niet bekend: {}.", not_read(unread))
}

/// The same beside zones that follow from what a variant adds.
pub fn more_zones_unknown(unread: &[Arc<[AmenityKind]>]) -> String {
    format!("Of er meer zones zijn is niet bekend: {}.", not_read(unread))
}

/// For want of which layers something cannot be told; each group of kinds needs one.
pub fn not_read(unread: &[Arc<[AmenityKind]>]) -> String {
    let layers: Vec<String> = unread.iter().map(|kinds| any_of(kinds)).collect();
    format!("geen laag gelezen van {}", layers.join("; "))
}

/// Name of what has no zone.
pub fn subject_name(subject: &WithoutZone) -> &str {
    match subject {
        WithoutZone::Care { name, .. } | WithoutZone::Settlement { name, .. } => name,
    }
}

/// The kinds a near miss asks for, with those of which nobody gave a layer told apart.
pub fn needed(miss: &NearMiss) -> String {
    let name = |kind: &AmenityKind| {
        let unknown = if miss.kinds_without_layer.contains(kind) { " (geen laag gelezen)" } else { "" };
        format!("{}{unknown}", kind.label())
    };
    miss.kinds_needed.iter().map(name).collect::<Vec<_>>().join(" of ")
}

/// What a near miss needs, where, and what it brings.
pub fn near_miss(miss: &NearMiss) -> String {
    let around = match &miss.subject {
        WithoutZone::Care { name, .. } => format!("rond {name}"),
        WithoutZone::Settlement { name, .. } => format!("in {name}"),
    };
    let added = &miss.added.aged_75_plus;
    let brought = match added.value() {
        None => "Hoeveel 75-plussers dat helpt is onbekend.".to_owned(),
        Some(few) if few > 0.0 && few < MIN_PUBLISHED_PEOPLE => {
            "Op de gunstigste plek wonen dan minder dan 5 75-plussers meer in een zone.".to_owned()
        }
        Some(_) => format!("Op de gunstigste plek wonen dan {} 75-plussers meer in een zone.", known_estimate(added)),
    };
    format!(
        "Nog nodig: {}, ergens in het zoekgebied bij {}. Dan ontstaat een zone {around}. {brought}",
        needed(miss),
        miss.search_area_name
    )
}

/// The name of a site; a proposed place is named after the kern and its rank.
pub fn site_name(site: &RankedSite) -> String {
    if !site.name.is_empty() {
        return site.name.clone();
    }
    let near = site.settlement.as_deref().or(site.municipality.as_deref());
    near.map_or_else(
        || format!("Voorgestelde plek {}", site.rank),
        |near| format!("Voorgestelde plek {near} {}", site.rank),
    )
}

/// What is worth saying of a zone's size, if anything.
pub fn size_remark(zone: &CaringZone) -> Option<&'static str> {
    zone.size_remark.map(|remark| match remark {
        SizeRemark::Small => "kleiner dan gebruikelijk (5.000–15.000 inwoners)",
        SizeRemark::Large => "groter dan gebruikelijk (5.000–15.000 inwoners)",
    })
}
