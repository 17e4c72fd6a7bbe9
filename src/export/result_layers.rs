//! The layers that follow from an outcome: zones, rings, near misses, sites and stops, with the fields of the contract.
//!
//! `soort` of a rule with several kinds, of which one is enough, is those kinds with a bar between them:
//! `supermarkt|dagelijks`. `ontbreekt` lists `woonvorm:soort` of the rules that a zone does not keep to.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::geojson::{FeatureSink, is_small, meters, people, rounded};
use super::geometry::{FileGeometry, OutputCrs};
use crate::analysis::assessment::RuleCheck;
use crate::analysis::outcome::Outcome;
use crate::analysis::zones::{CaringZone, ZoneCheck};
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::{KnownSum, PeopleSum};
use crate::domain::transit::{TransitClass, TransitCoverage, TransitShares};
use crate::nl::explain;

#[derive(Serialize)]
struct Rule<'a> {
    woonvorm: &'static str,
    soort: String,
    verplicht: bool,
    norm_m: Option<f64>,
    waarde_m: Option<f64>,
    voldoet: Option<bool>,
    bron: &'a str,
    zekerheid: String,
}

/// Kinds of which one is enough, in one word.
pub(super) fn joined(kinds: &[AmenityKind]) -> String {
    kinds.iter().map(|kind| kind.role()).collect::<Vec<_>>().join("|")
}

fn rule_of_zone(check: &ZoneCheck) -> Rule<'_> {
    Rule {
        woonvorm: check.form.name(),
        soort: joined(&check.kinds),
        verplicht: check.required,
        norm_m: meters(check.norm_m),
        waarde_m: check.value_m.and_then(meters),
        voldoet: check.verdict.holds(),
        bron: &check.source,
        zekerheid: check.certainty.to_string(),
    }
}

fn rule_of_place(check: &RuleCheck) -> Rule<'_> {
    Rule {
        woonvorm: check.form.name(),
        soort: joined(&check.kinds),
        verplicht: check.required,
        norm_m: meters(check.norm_m),
        waarde_m: check.nearest.as_ref().and_then(|nearest| meters(nearest.walking_m)),
        voldoet: check.verdict.holds(),
        bron: &check.source,
        zekerheid: check.certainty.to_string(),
    }
}

/// Shares per OV-klasse, with four decimals, `onbekend` only where there is any; nothing when all of it is unknown.
pub(super) fn transit_shares(shares: &TransitShares) -> Option<Map<String, Value>> {
    let classes = TransitClass::ALL.map(TransitCoverage::Class).into_iter().chain([TransitCoverage::Outside]);
    let unknown = Some(TransitCoverage::Unknown).filter(|unknown| shares.of(*unknown) > 0.0);
    let share = |coverage: TransitCoverage| (coverage.name().to_owned(), json!(rounded(shares.of(coverage), 4)));
    (shares.known() > 0.0).then(|| classes.chain(unknown).map(share).collect())
}

#[derive(Serialize)]
struct IdAndName<'a> {
    id: Option<String>,
    naam: &'a str,
}

#[derive(Serialize)]
struct AmenitiesOfKind<'a> {
    aantal: usize,
    dichtstbij: Option<&'a str>,
    afstand_m: Option<f64>,
}

#[derive(Serialize)]
struct HomesPerForm {
    zorggeschikt: Option<u32>,
    geclusterd: Option<u32>,
    nultreden: Option<u32>,
}

/// Of what share of the residents each count is known; left out of a whole layer when that is all of them.
#[derive(Serialize, Default)]
struct KnownShares {
    #[serde(skip_serializing_if = "Option::is_none")]
    inwoners_bekend: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inwoners_65plus_bekend: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inwoners_75plus_bekend: Option<f64>,
}

impl KnownShares {
    fn of(people: &PeopleSum, are_told: bool) -> Self {
        Self {
            inwoners_bekend: known_share(&people.residents, are_told),
            inwoners_65plus_bekend: known_share(&people.aged_65_plus, are_told),
            inwoners_75plus_bekend: known_share(&people.aged_75_plus, are_told),
        }
    }
}

fn known_share(sum: &KnownSum, is_told: bool) -> Option<f64> {
    is_told.then(|| rounded(sum.known_share(), 4))
}

/// Is any count known of a part of the people only? Then every count says for what share it is known.
fn is_partly_known(outcome: &Outcome) -> bool {
    let PeopleSum { residents, aged_65_plus, aged_75_plus } = &outcome.region.people;
    [residents, aged_65_plus, aged_75_plus].into_iter().any(|sum| sum.partly_known().is_some())
}

#[derive(Serialize)]
struct ZoneProperties<'a> {
    id: &'a str,
    naam: &'a str,
    status: &'static str,
    gemeenten: &'a [String],
    kernen: &'a [String],
    zorg24: Vec<IdAndName<'a>>,
    oppervlakte_ha: f64,
    inwoners: Option<f64>,
    inwoners_65plus: Option<f64>,
    inwoners_75plus: Option<f64>,
    #[serde(flatten)]
    bekend: KnownShares,
    ov_klasse: Option<&'static str>,
    ov_verdeling: Option<Map<String, Value>>,
    voorzieningen: BTreeMap<&'static str, AmenitiesOfKind<'a>>,
    score: Option<f64>,
    toetsing: Vec<Rule<'a>>,
    ontbreekt: Vec<String>,
    aandeel_zorgvragers: Option<f64>,
    woningen: HomesPerForm,
    opmerking: Option<&'static str>,
}

/// The id of a place, unless the place stays at home.
fn told(id: Uuid) -> Option<String> {
    (!id.is_nil()).then(|| id.to_string())
}

fn zone_properties<'a>(id: &'a str, zone: &'a CaringZone, are_shares_told: bool) -> ZoneProperties<'a> {
    let amenities = zone.amenities.iter().map(|of_kind| {
        let found = AmenitiesOfKind {
            aantal: of_kind.count,
            dichtstbij: of_kind.nearest_name.as_deref(),
            afstand_m: of_kind.nearest_m.and_then(meters),
        };
        (of_kind.kind.role(), found)
    });
    ZoneProperties {
        id,
        naam: &zone.name,
        status: zone.status.name(),
        gemeenten: &zone.municipalities,
        kernen: &zone.settlements,
        zorg24: zone.care.iter().map(|care| IdAndName { id: told(care.id), naam: &care.name }).collect(),
        oppervlakte_ha: rounded(zone.area_ha, 2),
        inwoners: people(zone.people.residents.value()),
        inwoners_65plus: people(zone.people.aged_65_plus.value()),
        inwoners_75plus: people(zone.people.aged_75_plus.value()),
        bekend: KnownShares::of(&zone.people, are_shares_told),
        ov_klasse: Some(zone.transit_class)
            .filter(|class| *class != TransitCoverage::Unknown)
            .map(TransitCoverage::name),
        ov_verdeling: transit_shares(&zone.transit_shares),
        voorzieningen: amenities.collect(),
        score: zone.score.map(|score| rounded(score, 1)),
        toetsing: zone.checks.iter().map(rule_of_zone).collect(),
        ontbreekt: zone.missing().map(|check| format!("{}:{}", check.form.name(), joined(&check.kinds))).collect(),
        // Neither is known before there is a variant that assigns homes.
        aandeel_zorgvragers: None,
        woningen: HomesPerForm { zorggeschikt: None, geclusterd: None, nultreden: None },
        opmerking: explain::size_remark(zone),
    }
}

/// `zones`.
pub(super) fn add_zones(sink: &mut impl FeatureSink, outcome: &Outcome, crs: OutputCrs) -> io::Result<()> {
    for zone in &outcome.zones {
        let id = zone.id.to_string();
        sink.add(
            &id,
            &zone_properties(&id, zone, is_partly_known(outcome)),
            &FileGeometry::polygon(&zone.outline, crs),
        )?;
    }
    Ok(())
}

#[derive(Serialize)]
struct RingProperties<'a> {
    zone_id: &'a str,
    woonvorm: &'static str,
    oppervlakte_ha: f64,
    inwoners: Option<f64>,
    inwoners_65plus: Option<f64>,
    inwoners_75plus: Option<f64>,
    #[serde(flatten)]
    bekend: KnownShares,
}

/// `ringen`: the outer rings first, so that the inner ones are drawn on top.
pub(super) fn add_rings(sink: &mut impl FeatureSink, outcome: &Outcome, crs: OutputCrs) -> io::Result<()> {
    for zone in &outcome.zones {
        let zone_id = zone.id.to_string();
        for ring in zone.rings.iter().rev() {
            let properties = RingProperties {
                zone_id: &zone_id,
                woonvorm: ring.form.name(),
                oppervlakte_ha: rounded(ring.area_ha, 2),
                inwoners: people(ring.people.residents.value()),
                inwoners_65plus: people(ring.people.aged_65_plus.value()),
                inwoners_75plus: people(ring.people.aged_75_plus.value()),
                bekend: KnownShares::of(&ring.people, is_partly_known(outcome)),
            };
            let id = format!("{zone_id}:{}", ring.form.name());
            sink.add(&id, &properties, &FileGeometry::multi_polygon(&ring.outline, crs))?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct NearMissProperties<'a> {
    id: &'a str,
    soort_nodig: String,
    zoekgebied_naam: &'a str,
    inwoners_75plus: Option<f64>,
    erbij_75plus: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inwoners_75plus_bekend: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    erbij_75plus_bekend: Option<f64>,
    toelichting: String,
    voor: &'a str,
    voor_id: Option<String>,
}

/// `bijna`: the area in which the addition may stand.
pub(super) fn add_near_misses(sink: &mut impl FeatureSink, outcome: &Outcome, crs: OutputCrs) -> io::Result<()> {
    for miss in &outcome.near_misses {
        let id = miss.id.to_string();
        let properties = NearMissProperties {
            id: &id,
            soort_nodig: joined(&miss.kinds_needed),
            zoekgebied_naam: &miss.search_area_name,
            inwoners_75plus: people(miss.people.aged_75_plus.value()),
            erbij_75plus: people(miss.added.aged_75_plus.value()),
            inwoners_75plus_bekend: known_share(&miss.people.aged_75_plus, is_partly_known(outcome)),
            erbij_75plus_bekend: known_share(&miss.added.aged_75_plus, is_partly_known(outcome)),
            toelichting: explain::near_miss(miss),
            voor: explain::subject_name(&miss.subject),
            voor_id: told(miss.subject.id()),
        };
        sink.add(&id, &properties, &FileGeometry::multi_polygon(&miss.search_area, crs))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct SiteProperties<'a> {
    rang: u32,
    id: &'a str,
    naam: String,
    zone_id: Option<String>,
    gemeente: Option<&'a str>,
    kern: Option<&'a str>,
    score: Option<f64>,
    gekozen: Option<bool>,
    woningen: Option<u32>,
    bedient_75plus: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bedient_75plus_bekend: Option<f64>,
    voorgesteld: bool,
    toetsing: Vec<Rule<'a>>,
}

/// `kandidaten`. `gekozen` is unknown: the best set for a number of homes is not chosen here.
pub(super) fn add_sites(sink: &mut impl FeatureSink, outcome: &Outcome, crs: OutputCrs) -> io::Result<()> {
    for site in &outcome.sites {
        let id = site.id.to_string();
        let properties = SiteProperties {
            rang: site.rank,
            id: &id,
            naam: explain::site_name(site),
            zone_id: site.zone_id.map(|id| id.to_string()),
            gemeente: site.municipality.as_deref(),
            kern: site.settlement.as_deref(),
            score: site.score.map(|score| rounded(score, 1)),
            gekozen: None,
            woningen: site.n_homes,
            bedient_75plus: people(site.serves_75_plus.value()),
            bedient_75plus_bekend: known_share(&site.serves_75_plus, is_partly_known(outcome)),
            voorgesteld: site.proposed,
            toetsing: site.assessment.checks.iter().map(rule_of_place).collect(),
        };
        sink.add(&id, &properties, &FileGeometry::point(site.point, crs))?;
    }
    Ok(())
}

/// How many counts of people in these layers are too small to be published.
pub(super) fn n_small(outcome: &Outcome) -> usize {
    let of_counts = |people: &PeopleSum| {
        let counts = people.values();
        [counts.residents, counts.aged_65_plus, counts.aged_75_plus]
    };
    let zones = outcome.zones.iter().flat_map(|zone| of_counts(&zone.people));
    let rings = outcome.zones.iter().flat_map(|zone| &zone.rings).flat_map(|ring| of_counts(&ring.people));
    let misses = outcome.near_misses.iter().flat_map(|miss| [&miss.people, &miss.added]);
    let misses = misses.map(|people| people.aged_75_plus.value());
    let sites = outcome.sites.iter().map(|site| site.serves_75_plus.value());
    zones.chain(rings).chain(misses).chain(sites).filter(|count| is_small(*count)).count()
}
