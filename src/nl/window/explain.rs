//! The explanation of a place, a zone, a near miss or a site in Dutch.

use super::{form, kinds, sentence_case};
use crate::analysis::near_miss::{NearMiss, WithoutZone};
use crate::analysis::siting::RankedSite;
use crate::analysis::zones::{CaringZone, SizeRemark, ZoneCheck};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::KnownSum;
use crate::domain::housing::HousingForm;
use crate::domain::identity::Status;
use crate::domain::place::Place;
use crate::domain::settlement::Settlement;
use crate::domain::transit::{TransitClass, TransitCoverage, TransitShares};
use crate::nl::explain::{any_of, needed};
use crate::nl::numbers;

pub const FICTIONAL: &str = "fictief";
pub const FICTIONAL_LOCATIONS: &str = "fictieve locaties";
pub const NEAR_MISS: &str = "bijna-zone";
pub const PROPOSED_SITE: &str = "door zorgkring voorgesteld";
pub const REGION_LINE: &str = "Klik op de kaart en lees waarom daar wel of geen zone is.";
/// Which layers are invented, and what to do for a real proposal.
pub fn fictional_note(baseline: &Baseline) -> String {
    let invented = |wanted: &dyn Fn(Role) -> bool| baseline.layers.iter().any(|l| l.fictional && wanted(l.role));
    let is_stop = |role| matches!(role, Role::Kind(AmenityKind::STOP | AmenityKind::STATION));
    let is_care = |role| role == Role::Kind(AmenityKind::CARE);
    let parts: Vec<&str> = [
        (invented(&is_care), "24-uurszorg"),
        (invented(&|role| matches!(role, Role::Kind(_)) && !is_stop(role) && !is_care(role)), "voorzieningen"),
        (invented(&is_stop), "haltes"),
        (invented(&|role| role == Role::CandidateSite), "kandidaatlocaties"),
        (invented(&|role| role == Role::Municipality), "gemeentegrenzen"),
        (invented(&|role| role == Role::Demand), "de spreiding van inwoners"),
    ]
    .into_iter()
    .filter_map(|(is_invented, name)| is_invented.then_some(name))
    .collect();
    let list = match parts.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} en {last}", others.join(", ")),
        None => "een deel van de lagen".to_owned(),
    };
    format!("Verzonnen in dit beeld: {list}. Lees uw eigen lagen in voor een echt voorstel.")
}

pub const RESIDENTS: &str = "inwoners";
pub const AGED_75: &str = "75-plussers";
pub const AGED_75_IN_ZONE: &str = "75+ in zone";
pub const ADDED_75: &str = "75+ erbij";
pub const SERVES_75: &str = "75+ dichtbij";
pub const ZONES_UNIT: &str = "zones";
pub const NEAR_MISSES_UNIT: &str = "bijna-zones";
pub const SCORE: &str = "score";
pub const HOMES: &str = "woningen";
pub const TRANSIT_CLASS: &str = "OV-klasse";
pub const COUNTS_IN_SCORE: &str = "Telt mee in de score";
pub const OUTSIDE: &str = "Buiten het studiegebied";
pub const OUTSIDE_STUDY_AREA: &str =
    "Hier is niet gerekend. Wat hier staat telt wel mee voor wie in het studiegebied woont.";
pub const WHY_HERE: &str = "Waarom hier?";
pub const WHY_NOT_HERE: &str = "Waarom hier niet?";
pub const IN_THIS_ZONE: &str = "In deze zone";
pub const TRANSIT_SHARES: &str = "OV-klasse van de inwoners";
pub const LARGEST_IN_RING: &str = "grootste afstand in de ring";
pub const SHOW_SEARCH_AREA: &str = "Toon zoekgebied";
pub const WHY_THERE: &str = "Waarom daar?";
pub const WHY_AT_THIS_PLACE: &str = "Toets deze plek";
pub const IN_NO_ZONE: &str = "Ligt in geen enkele zone.";
pub const CARE_WITHOUT_ZONE: &str = "Rond deze locatie is met deze normen geen zone mogelijk. De bijna-zones laten zien wat \
     er ontbreekt.";
pub const CIRCLES: &str = "Cirkels van bereikbaarheid";
pub const CIRCLE_REMARK: &str = "De straal op de kaart is de loopafstand gedeeld door de omloopfactor.";

/// A share of people; unknown when either is.
pub fn share(part: Option<f64>, whole: Option<f64>) -> String {
    match (part, whole) {
        (Some(part), Some(whole)) if whole > 0.0 => numbers::percentage(part / whole),
        _ => "onbekend".to_owned(),
    }
}

pub fn people_75(people: Option<f64>) -> String {
    format!("{} 75+", numbers::estimate(people))
}

pub fn added_75(people: Option<f64>) -> String {
    people.map_or_else(
        || "onbekend".to_owned(),
        |people| format!("+ {} 75+", numbers::whole((people / 10.0).round() * 10.0)),
    )
}

pub fn score_line(value: Option<f64>) -> String {
    format!("score {}", score(value))
}

/// Heading of a list that may be cut.
pub fn list_heading(name: &str, n_shown: usize, n: usize) -> String {
    if n_shown < n { format!("{name} · eerste {n_shown} van {n}") } else { format!("{name} · {n}") }
}

pub fn score(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), numbers::whole)
}

/// Unit of the score of a woonvorm.
pub fn score_unit(of: HousingForm) -> String {
    format!("score {}", of.name())
}

pub fn transit_norm(min_class: TransitClass, source: &str) -> String {
    format!("norm {} of beter · {source}", min_class.letter())
}

pub fn place_line(place: RdPoint, settlements: &[Settlement]) -> String {
    let nearest =
        settlements.iter().map(|kern| (kern.point.straight_distance_m(place), kern)).min_by(|a, b| a.0.total_cmp(&b.0));
    let rd = super::rd(Some(place));
    match nearest {
        Some((distance_m, kern)) => {
            let km = numbers::decimal(distance_m / 1_000.0, 1);
            format!("{km} km van het midden van {} · {rd}", kern.name)
        }
        None => rd,
    }
}

/// For which woonvormen a place suits.
pub fn suits(innermost: Option<HousingForm>) -> &'static str {
    match innermost {
        Some(HousingForm::CareReady) => {
            "Alle verplichte normen gelden hier: zorggeschikt, geclusterd en nultreden wonen."
        }
        Some(HousingForm::Clustered) => {
            "Geschikt voor geclusterd en nultreden wonen; voor zorggeschikt wonen is iets te ver."
        }
        Some(HousingForm::StepFree) => {
            "Geschikt voor nultreden (gespikkeld) wonen; voor geclusterd wonen is iets te ver."
        }
        None => "Hier geldt niet elke verplichte norm van de buitenste ring: geen zone.",
    }
}

pub fn rules_of(of: HousingForm) -> String {
    format!("Normen voor {}", form(of))
}

/// Heading of the rules at a place in a zone.
pub fn why_here(of: HousingForm) -> String {
    format!("Waarom hier? · {} op deze plek", form(of))
}

/// Heading of the rules in a zone.
pub fn rules_in_zone(of: HousingForm) -> String {
    format!("Normen in de ring voor {}", form(of))
}

/// A zone holds no ring of a woonvorm.
pub fn no_ring(of: HousingForm) -> String {
    format!("Geen hectare in dit gebied voldoet aan alle verplichte normen voor {}.", form(of))
}

/// Whether a rule holds, for a hint.
pub fn holds(holds: Option<bool>, required: bool) -> &'static str {
    match (holds, required) {
        (Some(true), _) => "voldoet",
        (Some(false), true) => "voldoet niet, en is verplicht",
        (Some(false), false) => "voldoet niet; telt alleen mee in de score",
        (None, _) => "niet bekend",
    }
}

pub fn none_value(known: bool) -> String {
    if known { "geen" } else { "onbekend" }.to_owned()
}

pub fn none_detail(known: bool) -> String {
    if known { "nergens in het gebied" } else { "geen laag ingelezen" }.to_owned()
}

pub fn zone_title(name: &str) -> String {
    format!("Zone {name}")
}

/// Below the title of a zone.
pub fn zone_line(zone: &CaringZone) -> String {
    let municipality = zone.municipalities.first().map(|name| format!(" · gemeente {name}")).unwrap_or_default();
    let area = numbers::whole(zone.area_ha);
    format!("zorgzame gemeenschap{municipality} · {area} ha · OV-klasse {}", zone.transit_class.name())
}

pub fn size_remark(remark: SizeRemark) -> String {
    let size = if remark == SizeRemark::Small { "Kleiner" } else { "Groter" };
    format!("{size} dan gebruikelijk: een woonzorgzone telt meestal 5.000–15.000 inwoners (In voor zorg).")
}

/// What a zone lacks, and of what that is not known, if anything.
pub fn missing(zone: &CaringZone) -> Option<String> {
    let lacks = named(zone.missing()).map(|names| format!("Wat ontbreekt: {names}."));
    let unknown = named(zone.unknown()).map(|names| format!("Niet bekend, want er is geen laag ingelezen: {names}."));
    lacks.into_iter().chain(unknown).reduce(|lacks, unknown| format!("{lacks} {unknown}"))
}

/// Norms by what they are about, each once.
fn named<'a>(checks: impl Iterator<Item = &'a ZoneCheck>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for check in checks {
        let text = format!("{} ({})", kinds(&check.kinds), check.form.name());
        if !names.contains(&text) {
            names.push(text);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// What a count of people counts, with the share of the residents for which it is known when that is not all.
pub fn known_for(name: &str, sum: &KnownSum) -> String {
    // Downward, so that it never says 100% of what is not.
    sum.partly_known().map_or_else(
        || name.to_owned(),
        |share| format!("{name} (bekend voor {}%)", numbers::whole((share * 100.0).floor().max(1.0))),
    )
}

pub fn ring_line(area_ha: f64, people: &str) -> String {
    format!("{} ha · {people} 75-plussers", numbers::whole(area_ha))
}

/// What there is in a zone.
pub fn kind_count(kind: AmenityKind, n: usize) -> String {
    let name = if n == 1 { kind.label() } else { kind.plural() };
    format!("{} {name}", numbers::whole(n as f64))
}

pub fn amenities(zone: &CaringZone) -> String {
    let there = zone.amenities.iter().filter(|amenity| amenity.count > 0);
    there.map(|amenity| kind_count(amenity.kind, amenity.count)).collect::<Vec<_>>().join(" · ")
}

pub fn care_line(name: &str, anchor: bool) -> String {
    if anchor { format!("{name} · draagt de kern van de zone") } else { format!("{name} · in de zone") }
}

pub fn transit_shares(shares: &TransitShares) -> String {
    let parts: Vec<String> = TransitCoverage::ALL
        .into_iter()
        .filter(|coverage| shares.of(*coverage) >= 0.005)
        .map(|coverage| format!("{} {}%", coverage.name(), numbers::whole(shares.of(coverage) * 100.0)))
        .collect();
    parts.join(" · ")
}

pub fn near_miss_title(near_miss: &NearMiss) -> String {
    format!("{} bij {}", sentence_case(&kinds(&near_miss.kinds_needed)), near_miss.search_area_name)
}

/// Below a list of near misses: of which kinds nobody gave a layer, so that what they ask for may be there.
pub fn near_misses_unsure(near_misses: &[NearMiss]) -> Option<String> {
    let mut kinds: Vec<AmenityKind> = near_misses.iter().flat_map(|near| near.kinds_without_layer.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let one = "staat er misschien al";
    (!kinds.is_empty()).then(|| format!("Geen laag gelezen van {}: wat hier nodig heet, {one}.", any_of(&kinds)))
}

pub fn near_miss_subject(near_miss: &NearMiss) -> String {
    match &near_miss.subject {
        WithoutZone::Care { name, .. } => format!("rond 24-uurszorglocatie {name}"),
        WithoutZone::Settlement { name, .. } => format!("in de kern {name}"),
    }
}

/// What a near miss asks and brings.
pub fn near_miss_explanation(near_miss: &NearMiss) -> String {
    let needed = needed(near_miss);
    let brings = near_miss.added.aged_75_plus.value().map_or_else(String::new, |people| {
        format!(" Dat brengt ongeveer {} 75-plussers binnen een zone.", numbers::whole((people / 10.0).round() * 10.0))
    });
    format!(
        "Eén toevoeging maakt hier een zone: {needed}, ergens binnen het gestippelde zoekgebied. Het plusteken is van de \
         beproefde plekken de beste.{brings}"
    )
}

pub fn site_name(site: &RankedSite) -> String {
    match (site.name.is_empty(), &site.settlement) {
        (false, _) => site.name.clone(),
        (true, Some(settlement)) => format!("Voorgestelde plek in {settlement}"),
        (true, None) => "Voorgestelde plek".to_owned(),
    }
}

/// Below the name of a site.
pub fn site_line(site: &RankedSite) -> String {
    let municipality = site.municipality.as_ref().map(|name| format!(" · gemeente {name}")).unwrap_or_default();
    format!(
        "plaats {} op de ranglijst{municipality} · {}",
        numbers::whole(f64::from(site.rank)),
        super::rd(Some(site.point))
    )
}

pub fn homes(n: Option<u32>) -> String {
    n.map_or_else(|| "–".to_owned(), |n| numbers::whole(f64::from(n)))
}

/// Goes to the zone of a site or location.
pub fn in_zone(name: &str) -> String {
    format!("Ligt in zone {name}")
}

/// What is known of a 24-uurszorglocatie.
pub fn care_details(place: &Place) -> String {
    let organization = place.care().and_then(|care| care.organization.as_deref()).unwrap_or("organisatie onbekend");
    let places = place.capacity().map_or_else(|| "aantal plaatsen onbekend".to_owned(), |n| format!("{n} plaatsen"));
    let status = match place.status {
        _ if place.provenance.is_from_a_variant() => super::ADDED_BY_A_VARIANT,
        Status::Existing => "bestaand",
        Status::Planned => "gepland: telt nog niet mee",
        Status::Wished => "wens: telt niet mee",
    };
    format!("{organization} · {places} · {status}")
}

/// The radius of a circle and how it follows from the walk.
pub fn circle_radius(radius_m: f64, detour_factor: f64) -> String {
    format!("lopen ÷ {} = straal {}", numbers::decimal(detour_factor, 2), numbers::meters(radius_m))
}
