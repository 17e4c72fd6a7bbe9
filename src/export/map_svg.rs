//! The map as one SVG: what follows, on the layers from which it follows.

use std::cmp::Reverse;
use std::io;

use serde::Serialize;

use super::geojson::Origin;
use super::results::Results;
use crate::cartography::drawing::Drawing;
use crate::cartography::scale::{bar_length_m, name_size};
use crate::cartography::{Subject, Theme};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::domain::housing::HousingForm;
use crate::domain::identity::Status;
use crate::domain::place::Place;
use crate::domain::variant::ZoneStatus;
use crate::nl::map as nl;

/// Width of the map, in points: an A3 lying down, less its margins.
const WIDTH: f64 = 1_500.0;

/// What the file says of itself, as every file of an export does.
#[derive(Serialize)]
struct Member<'a> {
    zorgkring: &'a Origin,
}

/// How the text of such a map begins, and what stands near its beginning.
pub(super) const OWN: [&str; 2] =
    ["<svg xmlns='http://www.w3.org/2000/svg'", "<metadata>{\"zorgkring\":{\"versie\":\""];

/// The map as the text of a file.
///
/// # Errors
/// When memory runs out.
pub(super) fn map(results: Results<'_>, origin: &Origin) -> io::Result<String> {
    let Results { baseline, outcome, .. } = results;
    let mut drawing = Drawing::new(outcome.grid.bounds(), WIDTH, Theme::Light.map());
    ground(&mut drawing, baseline);
    for zone in outcome.zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected) {
        drawing.area(Subject::Zone, &zone.outline.0.clone().into());
        let inner = zone.rings.iter().rev().filter(|ring| ring.form != HousingForm::StepFree);
        inner.for_each(|ring| drawing.area(Subject::Ring(ring.form), &ring.outline.0));
    }
    for near_miss in &outcome.near_misses {
        drawing.area(Subject::NearMiss, &near_miss.search_area.0);
    }
    places(&mut drawing, baseline, false);
    // The best site last, on top.
    for site in outcome.sites.iter().rev() {
        drawing.place(Subject::Site, site.point.0.0);
    }
    places(&mut drawing, baseline, true);
    names(&mut drawing, baseline);
    let length_m = bar_length_m(drawing.meters_per_point(), WIDTH);
    let fictional = origin.fictief.then_some(nl::FICTIONAL);
    let credits: Vec<&str> = fictional.into_iter().chain(origin.bronvermelding.iter().map(String::as_str)).collect();
    drawing.foot(length_m, &nl::length(length_m), &credits);
    Ok(drawing.finish(&serde_json::to_string(&Member { zorgkring: origin })?))
}

fn ground(drawing: &mut Drawing<'_>, baseline: &Baseline) {
    for outline in baseline.settlements.iter().filter_map(|kern| kern.outline.as_ref()) {
        drawing.area(Subject::Settlement, &outline.0);
    }
    for municipality in baseline.municipalities.iter() {
        drawing.area(Subject::Municipality, &municipality.outline.0);
    }
    if let Some(area) = &baseline.study_area {
        drawing.area(Subject::StudyArea, &area.0);
    }
}

/// The places that exist, each once; those of 24-uurszorg apart, which no other may cover.
fn places(drawing: &mut Drawing<'_>, baseline: &Baseline, care: bool) {
    let is_shown = |place: &Place| place.status == Status::Existing && baseline.twins.place_id(place.id) == place.id;
    let shown = baseline.places.iter().filter(|place| is_shown(place));
    let mut places: Vec<_> = shown.filter_map(|place| Some((place.kind()?, place))).collect();
    places.retain(|(kind, _)| (*kind == AmenityKind::CARE) == care);
    // Kinds in the order of the catalogue, of which the first matter most and lie on top.
    places.sort_by_key(|(kind, place)| (Reverse(*kind), place.id));
    places.into_iter().for_each(|(kind, place)| drawing.place(Subject::Place(kind), place.point.0.0));
}

/// The names of kernen, the largest first, as far as there is room.
fn names(drawing: &mut Drawing<'_>, baseline: &Baseline) {
    let mut kernen: Vec<_> =
        baseline.settlements.iter().map(|kern| (kern.people.residents.unwrap_or(0.0), kern)).collect();
    kernen.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.name.cmp(&other.name)));
    for (residents, kern) in kernen {
        if let Some(size) = name_size(residents, drawing.meters_per_point()) {
            drawing.name(kern.point.0.0, &kern.name, f64::from(size));
        }
    }
}
