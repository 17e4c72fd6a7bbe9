//! `halte` and `station`: GTFS stops, tables of stations and our own export, one stop per place and not per quay.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::problems::Problems;
use super::super::record::Row;
use super::carrying::Carrying;
use super::ids::Claim;
use super::of_row::point_of;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::carried::Carried;
use crate::domain::place::{Place, What};
use crate::domain::problem::{Position, Repeated};
use crate::domain::transit::{Accessibility, COUNTED_MINUTES, Stop, TransitMode};
use crate::layers::fields::{ACCESSIBLE, DEPARTURES, INTERVAL, LOCATION_TYPE, PARENT_STATION, STOP_NAME, WHEELCHAIR};
use crate::layers::{FeatureMut, Field};

/// One row: a quay, a stop area or a stop by itself.
#[derive(Debug, Clone)]
pub(super) struct Quay {
    position: Position,
    number: usize,
    own_id: Option<String>,
    /// The stop area it belongs to.
    parent: Option<String>,
    /// It is a stop area itself (`location_type` 1).
    is_area: bool,
    name: Option<String>,
    /// As a stop by itself, without id and name.
    place: Place,
}

/// Reads one row; entrances and boarding areas are no stops.
pub(super) fn quay(row: &mut Row<'_>, role: Role, fields: &[&Field], carrying: &mut Carrying) -> Option<Quay> {
    let location_type = row.text(LOCATION_TYPE.spellings);
    if matches!(location_type.as_deref(), Some("2" | "3" | "4")) {
        row.problems.count(Repeated::NotAStop, Some(LOCATION_TYPE.name));
        return None;
    }
    let point = point_of(row)?;
    let mode = if role == Role::Kind(AmenityKind::STATION) { TransitMode::Train } else { TransitMode::Bus };
    let stop = Stop { mode, departures_workday: departures(row), accessibility: accessibility(row) };
    let mut place = Place::new(Uuid::nil(), String::new(), point, What::Stop(stop));
    row.fill(fields, FeatureMut::Place(&mut place));
    place.provenance.carried = carrying.of_row(row);
    Some(Quay {
        position: row.record.position.clone(),
        number: row.record.number,
        own_id: row.record.own_id(),
        parent: row.text(PARENT_STATION.spellings),
        is_area: location_type.as_deref() == Some("1"),
        name: row.text(STOP_NAME.spellings),
        place,
    })
}

/// Departures on a working day, or what the interval says of them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, and between 0 and 840 × 2 / 0.1")]
fn departures(row: &mut Row<'_>) -> Option<u32> {
    row.whole(DEPARTURES.spellings).or_else(|| {
        let interval_min = row.quantity(INTERVAL.spellings).filter(|interval| *interval >= 0.1)?;
        Some((2.0 * COUNTED_MINUTES / interval_min).round() as u32)
    })
}

fn accessibility(row: &Row<'_>) -> Accessibility {
    // GTFS: 0 or empty says nothing, 1 is yes, 2 is no.
    match row.text(WHEELCHAIR.spellings).as_deref() {
        Some("1") => return Accessibility::Yes,
        Some("2") => return Accessibility::No,
        _ => {}
    }
    match row.text(ACCESSIBLE.spellings).map(|text| text.to_lowercase()).as_deref() {
        Some("ja" | "true" | "yes" | "1") => Accessibility::Yes,
        Some("nee" | "false" | "no") => Accessibility::No,
        _ => Accessibility::Unknown,
    }
}

/// One stop per stop area, at the mean place of its quays, so that two directions are not counted as two stops; each with
/// what it says of its identity. A stop of a delivery does not remember its rows.
pub(super) fn merged(quays: Vec<Quay>, role: Role, is_delivery: bool, problems: &mut Problems) -> Vec<(Place, Claim)> {
    let mut areas: BTreeMap<String, Quay> = BTreeMap::new();
    let mut groups: BTreeMap<String, Vec<Quay>> = BTreeMap::new();
    // In the order of the file: each group where its first quay stood.
    let mut order: Vec<(usize, String)> = Vec::new();
    for quay in quays {
        let own_key = || quay.own_id.clone().unwrap_or_else(|| format!("\u{1f}{}", quay.number));
        if quay.is_area {
            if let Some(repeated) = areas.insert(own_key(), quay.clone()) {
                // Two areas of the same id: the last stays an area, the first becomes a stop, and the id a problem.
                let key = format!("\u{1f}{}", repeated.number);
                order.push((repeated.number, key.clone()));
                groups.entry(key).or_default().push(repeated);
            }
            continue;
        }
        // A stop of its own stands alone even if its id is repeated.
        let key = quay.parent.clone().unwrap_or_else(|| format!("\u{1f}{}", quay.number));
        if !groups.contains_key(&key) {
            order.push((quay.number, key.clone()));
        }
        groups.entry(key).or_default().push(quay);
    }
    for (key, area) in &areas {
        if groups.contains_key(key) {
            problems.count(Repeated::NotAStop, Some("location_type"));
        } else {
            order.push((area.number, key.clone()));
            groups.insert(key.clone(), vec![area.clone()]);
        }
    }
    order.sort();
    let mut stop_of = |(_, key): (usize, String)| {
        let quays = groups.remove(&key)?;
        let area = areas.get(&key);
        let (stop, mut claim) = stop(&quays, area, role, problems);
        if is_delivery {
            claim.rows.clear();
        }
        Some((stop, claim))
    };
    order.into_iter().filter_map(&mut stop_of).collect()
}

fn stop(quays: &[Quay], area: Option<&Quay>, role: Role, problems: &mut Problems) -> (Place, Claim) {
    let first = &quays[0];
    let n = quays.len() as f64;
    let mean = |ordinate: fn(RdPoint) -> f64| quays.iter().map(|quay| ordinate(quay.place.point)).sum::<f64>() / n;
    let point = RdPoint::at(mean(RdPoint::x), mean(RdPoint::y));
    let name = area.and_then(|area| area.name.clone()).or_else(|| first.name.clone());
    let stops = || quays.iter().filter_map(|quay| quay.place.stop());
    let same = |value: Accessibility| stops().all(|stop| stop.accessibility == value).then_some(value);
    let mut place = Place { point, ..first.place.clone() };
    if quays.len() > 1 {
        // What a row says of a quay is not true of the whole.
        place.provenance.carried = Carried::default();
    }
    if let What::Stop(stop) = &mut place.what {
        stop.departures_workday = stops().map(|stop| stop.departures_workday).sum();
        stop.accessibility = same(Accessibility::Yes).or(same(Accessibility::No)).unwrap_or_default();
    }
    let own = first.parent.as_deref().or(first.own_id.as_deref());
    let claim = Claim {
        role: Role::of(&place),
        own: own.map(str::to_owned),
        publisher: place.provenance.source.clone(),
        name: name.clone().unwrap_or_default(),
        point,
        municipality: None,
        position: first.position.clone(),
        rows: quays.iter().chain(area).map(|quay| quay.number).collect(),
    };
    place.name = name.unwrap_or_else(|| {
        problems.count(Repeated::NoName, None);
        format!("{} {}", role.name(), first.number)
    });
    (place, claim)
}
