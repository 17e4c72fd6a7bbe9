//! What can be found: every command, and every place with a name.

use geo::BoundingRect;

use super::typed_place::place_from_text;
use crate::analysis::key::Key;
use crate::crs::{RdPoint, wgs84_from_rd};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::place::PlaceClass;
use crate::gui::kit::names::NameIndex;
use crate::gui::state::{ArcKey, MapMove, Selection};
use crate::gui::wish::{Command, Destination, View};
use crate::nl::window as nl;

/// Commands for an empty field, the most useful first.
const SUGGESTED: [Command; 6] = [
    Command::WholeRegion,
    Command::Lists,
    Command::Export,
    Command::SwitchBasemap,
    Command::TextLarger,
    Command::ResetNorms,
];

/// What happens when a result is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal {
    Command(Command),
    Destination(Destination),
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    /// What it is, in a word.
    pub(super) kind: &'static str,
    detail: Option<String>,
    pub(super) goal: Goal,
}

impl Entry {
    /// What it is and where, in a few words.
    pub(super) fn remark(&self) -> String {
        match &self.detail {
            Some(detail) => format!("{} · {detail}", self.kind),
            None => self.kind.to_owned(),
        }
    }

    fn from_place(place: RdPoint) -> Self {
        Self {
            name: nl::rd(Some(place)),
            kind: nl::SPOT,
            detail: Some(nl::wgs84(Some(wgs84_from_rd(&place)))),
            goal: Goal::Destination(Destination::place(place)),
        }
    }
}

/// Everything that can be found, for one baseline and answer.
#[derive(Debug)]
pub(super) struct Index {
    answer: Option<Key>,
    baseline: ArcKey<Baseline>,
    entries: Vec<Entry>,
    names: NameIndex,
}

impl Index {
    /// Takes time in proportion to the number of names.
    pub(super) fn new(view: &View<'_>) -> Self {
        let mut entries = Vec::new();
        add_areas(&mut entries, view);
        add_outcome(&mut entries, view);
        add_places(&mut entries, view);
        add_commands(&mut entries);
        Self {
            answer: view.answer.map(|answer| answer.outcome_key),
            baseline: ArcKey::of(view.baseline),
            names: NameIndex::new(entries.iter().map(|entry| entry.name.as_str())),
            entries,
        }
    }

    /// Is it still what there is?
    pub(super) fn serves(&self, view: &View<'_>) -> bool {
        self.answer == view.answer.map(|answer| answer.outcome_key) && self.baseline == ArcKey::of(view.baseline)
    }

    /// What answers to a query: a place by its coordinates first, then names.
    pub(super) fn find(&self, query: &str, n_max: usize) -> Vec<Entry> {
        let place = place_from_text(query).map(Entry::from_place);
        let named = self.names.find(query, n_max).into_iter().map(|idx| self.entries[idx].clone());
        place.into_iter().chain(named).take(n_max).collect()
    }

    /// For an empty field: what was chosen before, then useful commands.
    pub(super) fn suggested(&self, recent: &[(&'static str, String)], n_max: usize) -> Vec<Entry> {
        let again = recent.iter().filter_map(|(kind, name)| {
            let known = self.entries.iter().find(|entry| entry.kind == *kind && entry.name == *name).cloned();
            known.or_else(|| place_from_text(name).map(Entry::from_place))
        });
        let mut suggested: Vec<Entry> = again.collect();
        for entry in SUGGESTED.into_iter().map(of_command) {
            if !suggested.contains(&entry) {
                suggested.push(entry);
            }
        }
        suggested.truncate(n_max);
        suggested
    }
}

fn entry(name: &str, kind: &'static str, detail: Option<String>, destination: Destination) -> Entry {
    Entry { name: name.to_owned(), kind, detail, goal: Goal::Destination(destination) }
}

fn add_areas(entries: &mut Vec<Entry>, view: &View<'_>) {
    for kern in view.baseline.settlements.iter() {
        let bounds = kern.outline.as_ref().and_then(|outline| outline.0.bounding_rect());
        let go = bounds.map_or(MapMove::FlyTo(kern.point.0.0), MapMove::Fit);
        let detail = view.municipality_of(kern).map(nl::in_municipality);
        entries.push(entry(&kern.name, nl::KERN, detail, Destination::Place(kern.point, go)));
    }
    let detail = fictional(view, Role::Municipality);
    for municipality in view.baseline.municipalities.iter() {
        let Some(bounds) = municipality.outline.0.bounding_rect() else { continue };
        let there = Destination::Subject(Selection::Nothing, MapMove::Fit(bounds));
        entries.push(entry(&municipality.name, nl::MUNICIPALITY, detail.clone(), there));
    }
}

fn add_outcome(entries: &mut Vec<Entry>, view: &View<'_>) {
    let Some(answer) = view.answer else { return };
    let outcome = &answer.outcome;
    entries.extend(outcome.zones.iter().map(|zone| entry(&zone.name, nl::ZONE, None, Destination::zone(zone))));
    entries.extend(outcome.sites.iter().map(|site| {
        let detail = if site.proposed { None } else { fictional(view, Role::CandidateSite) };
        entry(&nl::site_name(site), nl::SITE, detail, Destination::site(site))
    }));
    let near_misses = outcome.near_misses.iter();
    entries.extend(
        near_misses.map(|near| entry(&nl::near_miss_title(near), nl::NEAR_MISS, None, Destination::near_miss(near))),
    );
}

fn add_places(entries: &mut Vec<Entry>, view: &View<'_>) {
    let detail = fictional(view, Role::Kind(AmenityKind::CARE));
    entries.extend(view.baseline.places[PlaceClass::Care].iter().map(|care| {
        let there = Destination::Subject(Selection::Care(care.id), MapMove::FlyTo(care.point.0.0));
        entry(&care.name, nl::CARE, detail.clone(), there)
    }));
    let detail = fictional(view, Role::Kind(AmenityKind::STATION));
    let stations = view.baseline.places.of_kind(AmenityKind::STATION);
    let label = AmenityKind::STATION.label();
    entries.extend(stations.map(|stop| entry(&stop.name, label, detail.clone(), Destination::place(stop.point))));
}

fn add_commands(entries: &mut Vec<Entry>) {
    entries.extend(Command::ALL.iter().copied().filter(|command| *command != Command::Search).map(of_command));
}

fn of_command(command: Command) -> Entry {
    Entry { name: command.name().to_owned(), kind: nl::COMMAND, detail: None, goal: Goal::Command(command) }
}

fn fictional(view: &View<'_>, role: Role) -> Option<String> {
    view.role_is_fictional(role).then(|| nl::FICTIONAL.to_owned())
}
