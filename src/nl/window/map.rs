//! What the map's tools say in Dutch: hovering, clusters, measuring, box selection and basemaps.

use crate::analysis::near_miss::NearMiss;
use crate::analysis::siting::RankedSite;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::nl::numbers;

pub const MEASURE_COMMAND: &str = "Meten: lengte en oppervlakte";
pub const TOOLS: &str = "Gereedschap";
pub const MEASURE: &str = "Meten";
pub const MEASURE_START: &str = "Klik een punt op de kaart om te meten";
pub const MEASURE_KEYS: &str =
    "dubbelklik: klaar · eerste punt of O: vlak · Backspace: punt terug · Enter: punt in het midden · Esc: stoppen";
pub const MEASURE_CROSSES: &str = "De lijnen kruisen elkaar: zo is er geen oppervlakte";

/// A length in metres, from a kilometre on in kilometres: `385 m`, `1,25 km`.
pub fn length(meters: f64) -> String {
    if meters.round() < 1_000.0 {
        numbers::meters(meters)
    } else {
        format!("{} km", numbers::decimal(meters / 1_000.0, 2))
    }
}

/// A measured length, in a straight line and on foot.
pub fn measured_length(meters: f64, walking_m: f64) -> String {
    format!("{} · ≈ {} lopen", length(meters), length((walking_m / 10.0).round() * 10.0))
}

/// A measured area with what is around it.
pub fn measured_area(hectares: f64, around_m: f64) -> String {
    let n_decimals = if hectares < 1.0 { 2 } else { 1 };
    format!("{} ha · omtrek {}", numbers::decimal(hectares, n_decimals), length(around_m))
}

/// Above the strength of what covers the map, the highest first.
pub const COVERS: &str = "Dekking en volgorde";
pub const ZONES_AND_RINGS: &str = "Zones en ringen";

/// Accessible name of how strongly a layer covers what lies below it.
pub fn strength_of(layer: &str) -> String {
    format!("Dekking: {layer}")
}

pub fn lay_over(layer: &str) -> String {
    format!("{layer}: een laag hoger")
}

pub fn lay_under(layer: &str) -> String {
    format!("{layer}: een laag lager")
}

pub const BASEMAP: &str = "Achtergrondkaart";
/// Names of the basemaps: schematic, BRT-A gray, BRT-A standard and aerial.
pub const BASEMAPS: [&str; 4] = ["schematisch", "BRT-A grijs", "BRT-A standaard", "luchtfoto"];
pub const NEEDS_INTERNET: &str = "internet nodig";
pub const OFFLINE: &str = "geen verbinding; schematische kaart";
pub const AERIAL_ATTRIBUTION: &str = "luchtfoto © Beeldmateriaal.nl, via PDOK (CC BY 4.0)";

/// What a marker for several places stands for: the number per kind, and what a click does.
pub fn cluster(group: KindGroup, kinds: &[(AmenityKind, usize)]) -> [String; 2] {
    let n: usize = kinds.iter().map(|(_, n)| n).sum();
    let heading = format!("{} × {}", numbers::whole(n as f64), group.label().to_lowercase());
    let parts: Vec<String> = kinds.iter().map(|(kind, n)| super::kind_count(*kind, *n)).collect();
    [heading, format!("{} · klik om in te zoomen", parts.join(", "))]
}

/// Key figure of a zone or near miss under the pointer.
pub fn people_75_long(people: Option<f64>) -> String {
    format!("{} 75-plussers", numbers::estimate(people))
}

/// A near miss under the pointer.
pub fn near_miss_hover(near_miss: &NearMiss) -> String {
    format!("Bijna-zone: {}", super::kinds(&near_miss.kinds_needed))
}

pub fn site_hover(site: &RankedSite) -> String {
    format!("{}. {}", numbers::whole(f64::from(site.rank)), super::site_name(site))
}

/// Key figure of a 24-uurszorglocatie under the pointer.
pub fn places(n: Option<u32>) -> String {
    n.map_or_else(|| "aantal plaatsen onbekend".to_owned(), |n| format!("{} plaatsen", numbers::whole(f64::from(n))))
}

pub const BOX: &str = "Geselecteerd gebied";
pub const BOX_BADGE: &str = "selectie";
pub const BOX_PLACES: &str = "Voorzieningen in het gebied";
pub const BOX_ZONES: &str = "Zones die het gebied raakt";
pub const BOX_EMPTY: &str = "Hier ligt geen enkele voorziening, halte of 24-uurszorglocatie.";
pub const BOX_NO_ZONES: &str = "Het gebied raakt geen enkele zone.";
pub const BOX_REMARK: &str = "Alleen wat er nu is; gepland en gewenst telt niet mee.";
pub const BOX_FIT: &str = "Inzoomen op dit gebied";
pub const CARE_UNIT: &str = "24-uurszorg";
pub const STOPS_UNIT: &str = "haltes";

/// Size of a box: `2,4 × 1,8 km · 432 ha`.
pub fn box_line(width_m: f64, height_m: f64) -> String {
    let km = |meters: f64| numbers::decimal(meters / 1_000.0, if meters < 1_000.0 { 2 } else { 1 });
    let hectares = width_m * height_m / 10_000.0;
    format!(
        "{} × {} km · {} ha",
        km(width_m),
        km(height_m),
        numbers::decimal(hectares, if hectares < 10.0 { 1 } else { 0 })
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_areas_are_written_the_dutch_way() {
        assert_eq!(length(384.6), "385 m");
        assert_eq!(length(999.7), "1,00 km");
        assert_eq!(length(12_345.0), "12,35 km");
        assert_eq!(measured_length(500.0, 650.0), "500 m · ≈ 650 m lopen");
        assert_eq!(measured_area(0.25, 200.0), "0,25 ha · omtrek 200 m");
        assert_eq!(box_line(2_400.0, 1_800.0), "2,4 × 1,8 km · 432 ha");
    }

    #[test]
    fn a_cluster_tells_its_number_per_kind() {
        let [heading, kinds] = cluster(KindGroup::TRANSIT, &[(AmenityKind::STOP, 12)]);
        assert_eq!(heading, "12 × openbaar vervoer");
        assert!(kinds.starts_with("12 ") && kinds.ends_with("klik om in te zoomen"), "{kinds}");
    }
}
