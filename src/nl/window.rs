//! Every Dutch sentence of the window.

mod cards;
pub mod choosing;
mod edits;
mod explain;
pub mod files;
mod finding;
mod help;
mod map;
mod norms;
mod norms_editor;
pub mod plan;
pub mod room;
pub mod sketches;
mod sources;

use std::time::Duration;

use geo::Point;

pub use cards::*;
pub use edits::*;
pub use explain::*;
pub use finding::*;
pub use help::*;
pub use map::*;
pub use norms::*;
pub use norms_editor::*;
pub use sources::*;

use super::{dates, numbers};
use crate::analysis::near_miss::NearMiss;
use crate::analysis::outcome::Stage;
use crate::crs::{RdPoint, Wgs84};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::identity::{Provenance, Status};
use crate::session::RasterWish;

pub const PRODUCT: &str = "zorgkring";
pub const MAP: &str = "Kaart";
pub const LOADING: &str = "De lagen worden geladen …";
pub const COMPUTING: &str = "Wordt berekend …";
pub const LAYERS: &str = "Lagen";
pub const SHOW_DETAILS: &str = "Tonen";
pub const HIDE_DETAILS: &str = "Verbergen";
/// Several things were noticed while reading.
pub fn reading_notices(n: usize) -> String {
    format!("Bij het inlezen: {n} opmerkingen.")
}
pub const CLOSE: &str = "Sluiten";
pub const CANCEL: &str = "Annuleren";
pub const REMOVE: &str = "Verwijderen";
pub const STOP: &str = "Stoppen";

pub const UNDO: &str = "Ongedaan maken";
pub const REDO: &str = "Opnieuw";
pub const WHOLE_REGION: &str = "Heel de regio tonen";
pub const ZOOM_IN: &str = "Inzoomen";
pub const ZOOM_OUT: &str = "Uitzoomen";
pub const SWITCH_BASEMAP: &str = "Volgende achtergrondkaart";
pub const DESELECT: &str = "Sluiten of selectie opheffen";
pub const EXPORT: &str = "Exporteren";
pub const EXPORTING: &str = "Bezig met exporteren …";
pub const EXPORT_FOLDER: &str = "Kies een map voor de bestanden";
pub const TEXT_LARGER: &str = "Tekst groter";
pub const TEXT_SMALLER: &str = "Tekst kleiner";
pub const TEXT_NORMAL: &str = "Tekst op normale grootte";
pub const RESET_NORMS: &str = "Terug naar standaard";

pub const ZONES: &str = "Zones";
pub const RINGS: &str = "Ringen per woonvorm";
pub const THREE_FORMS: &str = "3 vormen";
pub const NEAR_MISSES: &str = "Bijna-zones";
pub const SITES: &str = "Kandidaatlocaties";
pub const CLUSTERS: &str = "Geclusterde complexen";
pub const ALL_CIRCLES: &str = "Cirkels om elke locatie";
pub const SETTLEMENT_NAMES: &str = "Namen van kernen";
pub const RASTER: &str = "Raster op de kaart";
/// Ends of the score ramp.
pub const SCORE_ENDS: [&str; 2] = ["0 ongeschikt", "100 zeer geschikt"];
pub const TRANSIT_LEGEND: &str =
    "A zeer goed … F gering; ? onbekend, zonder dienstregeling; zonder kleur: geen OV-klasse";

pub const ENGINE_FAILED: &str = "De berekening is door een fout afgebroken; het vorige antwoord staat nog op de kaart";

/// Opens or closes the kinds of a group.
pub fn unfold(group: &str) -> String {
    format!("Soorten van {group}")
}

/// The same text with a capital.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Count and year of a layer, or that it is invented.
pub fn layer_count(n: usize, layer: Option<&LayerSource>) -> String {
    let n = numbers::whole(n as f64);
    match layer {
        Some(layer) if layer.fictional => format!("{n} · fictief"),
        Some(LayerSource { date: Some(date), .. }) => format!("{n} · {}", dates::shown(date)),
        _ => n,
    }
}

/// Count of a group of layers; what is invented, wholly or in part, says so.
pub fn group_count(layers: &[&LayerSource]) -> String {
    let n: usize = layers.iter().map(|layer| layer.n_features).sum();
    match layers.iter().filter(|layer| layer.fictional).count() {
        0 => layer_count(n, layers.first().copied()),
        n_fictional if n_fictional == layers.len() => format!("{} · fictief", numbers::whole(n as f64)),
        _ => format!("{} · deels fictief", numbers::whole(n as f64)),
    }
}

pub const LAYER_UNREAD: &str = "geen laag gelezen";

/// Count of what was computed; nothing when it could not be.
pub fn computed_count(n: Option<usize>) -> String {
    n.map_or_else(|| "onbekend".to_owned(), |n| format!("{} · berekend", numbers::whole(n as f64)))
}

/// Count of near misses; where all ask for what nobody gave a layer of, that is said.
pub fn near_miss_count(n: Option<usize>, near_misses: &[NearMiss]) -> String {
    let is_unsure = !near_misses.is_empty() && near_misses.iter().all(|near| !near.kinds_without_layer.is_empty());
    match n {
        Some(n) if is_unsure => format!("{} · {LAYER_UNREAD}", numbers::whole(n as f64)),
        n => computed_count(n),
    }
}

/// Count of sites, some of them proposed; nothing when none could be.
pub fn site_count(n: Option<usize>, n_proposed: usize, fictional: bool) -> String {
    let number = numbers::count(n);
    match (n_proposed, fictional) {
        _ if n.is_none() => number,
        (0, true) => format!("{number} · fictief"),
        (0, false) => number,
        (proposed, _) => format!("{number} · {} nieuw", numbers::whole(proposed as f64)),
    }
}

pub fn raster(wish: RasterWish) -> String {
    match wish {
        RasterWish::Nothing => "geen".to_owned(),
        RasterWish::Score(form) => format!("geschiktheid voor {}", form.name()),
        RasterWish::Distance(kind) => format!("loopafstand tot {}", kind.label()),
        RasterWish::TransitClass => "OV-klasse".to_owned(),
    }
}

/// The far end of the distance ramp.
pub fn far(meters: f64) -> String {
    format!("{}; verder: geen kleur", numbers::meters(meters))
}

/// The name of a marker under the pointer.
pub fn marker(name: &str, kind: AmenityKind, status: Status) -> String {
    let status = match status {
        Status::Existing => "",
        Status::Planned => ", gepland",
        Status::Wished => ", wens",
    };
    format!("{name} · {}{status}", kind.label())
}

/// The name of an existing complex under the pointer.
pub fn cluster_marker(name: &str) -> String {
    format!("{name} · bestaand geclusterd complex")
}

/// The region by name: its gemeenten, or that it is the demo region.
pub fn region_name(baseline: &Baseline) -> String {
    let demo = baseline.layers.iter().any(|layer| layer.file == "demo");
    match (demo, baseline.municipalities.as_slice()) {
        (true, _) => "Twente (demo)".to_owned(),
        (false, []) => "Uw gebied".to_owned(),
        (false, [one]) => format!("Gemeente {}", one.name),
        (false, [one, two]) => format!("{} en {}", one.name, two.name),
        (false, many) => format!("{} gemeenten", numbers::whole(many.len() as f64)),
    }
}

pub fn rd(place: Option<RdPoint>) -> String {
    place.map_or_else(
        || "RD –".to_owned(),
        |place| format!("RD {} · {}", numbers::whole(place.x()), numbers::whole(place.y())),
    )
}

pub fn wgs84(place: Option<Wgs84<Point<f64>>>) -> String {
    place.map_or_else(
        || "WGS84 –".to_owned(),
        |place| format!("{} N · {} O", numbers::decimal(place.0.y(), 4), numbers::decimal(place.0.x(), 4)),
    )
}

/// Scale of the map, rounded to two figures.
pub fn scale(denominator: f64) -> String {
    let magnitude = 10.0_f64.powf((denominator.max(1.0).log10() - 1.0).floor());
    format!("1 : {}", numbers::whole((denominator / magnitude).round() * magnitude))
}

/// How long it took and how fine it is.
pub fn computed_in(duration: Duration, cell_m: f64) -> String {
    let ms = (duration.as_secs_f64() * 1_000.0).max(1.0);
    format!("berekend in {} ms · {} m-raster", numbers::whole(ms), numbers::whole(cell_m))
}

pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Reach => "bereik wordt berekend …",
        Stage::Zones => "zones worden bepaald …",
        Stage::NearMisses => "bijna-zones worden gezocht …",
        Stage::Sites => "kandidaten worden beoordeeld …",
    }
}

pub fn attribution(baseline: &Baseline, basemap: Option<&str>) -> String {
    let mut credits: Vec<(String, Vec<&str>)> = Vec::new();
    let shown = [
        (Role::Demand, "inwoners"),
        (Role::Pc4, "inwoners"),
        (Role::Settlement, "kernen"),
        (Role::Municipality, "gemeenten"),
    ];
    for (role, name) in shown {
        let Some(layer) = baseline.layer(role).filter(|layer| !layer.fictional) else { continue };
        let Some(source) = layer.source.as_deref().map(first_words) else { continue };
        let date = layer.date.as_ref().map(|date| format!(" {}", dates::shown(date))).unwrap_or_default();
        let credit = format!("{date} © {source}");
        match credits.iter_mut().find(|(known, _)| *known == credit) {
            Some((_, names)) => names.push(name),
            None => credits.push((credit, vec![name])),
        }
    }
    let mut parts: Vec<String> =
        credits.into_iter().map(|(credit, names)| format!("{}{credit}", names.join(" en "))).collect();
    let invented = |role| baseline.layer(role).is_some_and(|layer| layer.fictional);
    if invented(Role::Municipality) {
        parts.push("locaties en grenzen fictief".to_owned());
    } else if baseline.layers.iter().any(|layer| layer.fictional) {
        parts.push("locaties fictief".to_owned());
    }
    parts.push(basemap.unwrap_or("ondergrond schematisch").to_owned());
    sentence_case(&parts.join(" · "))
}

/// A source up to its first comma, semicolon or colon.
pub fn first_words(source: &str) -> &str {
    source.split([',', ';', ':', '(']).next().unwrap_or(source).trim()
}

pub const MAP_ATTRIBUTION: &str = "ondergrond BRT-A © Kadaster (CC BY 4.0)";

pub fn percent(scale: f32) -> String {
    format!("{}%", numbers::whole(f64::from(scale) * 100.0))
}

pub fn provenance(provenance: &Provenance) -> String {
    let source = provenance.source.as_deref().unwrap_or("onbekend");
    match &provenance.source_date {
        Some(date) => format!("bron: {source}, {}", dates::shown(date)),
        None => format!("bron: {source}"),
    }
}

pub fn exported(n: usize, folder: &std::path::Path) -> String {
    format!("{} bestanden geschreven in {}", numbers::whole(n as f64), folder.display())
}

pub fn export_failed(why: &str) -> String {
    format!("Exporteren is niet gelukt: {why}")
}

pub fn load_failed(why: &str) -> String {
    format!("De lagen konden niet worden gelezen: {why}")
}

pub const LOAD_PANICKED: &str = "er trad een fout op in het programma zelf";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_rounded_to_two_figures() {
        assert_eq!(scale(24_873.0), "1 : 25.000");
        assert_eq!(scale(251_200.0), "1 : 250.000");
    }

    #[test]
    fn a_place_is_written_in_both_systems() {
        assert_eq!(rd(Some(RdPoint::at(247_811.6, 478_905.2))), "RD 247.812 · 478.905");
        assert_eq!(wgs84(Some(Wgs84(Point::new(6.745_8, 52.293_1)))), "52,2931 N · 6,7458 O");
    }

    #[test]
    fn a_group_that_is_invented_in_part_says_so() {
        let baseline = crate::demo::baseline();
        let layer = |role: &str| baseline.layers.iter().find(|layer| layer.role.name() == role).expect("of the demo");
        let mut own = layer("apotheek").clone();
        own.fictional = false;
        let others = [layer("huisarts"), &own];
        let n = numbers::whole((others[0].n_features + own.n_features) as f64);
        assert_eq!(group_count(&others), format!("{n} · deels fictief"));
        assert!(group_count(&[layer("huisarts"), layer("fysio")]).ends_with(" · fictief"));
        assert!(!group_count(&[&own]).contains("fictief"));
    }
}
