//! What lies within a box that was drawn on the map: people, places per kind and zones.

use std::collections::BTreeMap;

use egui::Ui;
use geo::{Intersects, Rect};

use super::parts::{head, people_figure};
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::{DEMAND_CELL_M, PeopleSum};
use crate::domain::identity::Status;
use crate::domain::place::{Place, PlaceClass};
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::{BadgeTone, figure_row, link, two_sides};
use crate::gui::state::{MapMove, Selection};
use crate::gui::wish::{Action, View};
use crate::nl::{numbers, window as nl};

/// What was counted within a box, and for which box.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxCount {
    /// The box, in RD.
    pub bounds: Rect<f64>,
    /// People by area share of the squares; nothing known when no people were read.
    pub people: PeopleSum,
    /// Existing places per kind, in the order of the catalogue.
    pub kinds: BTreeMap<AmenityKind, usize>,
    /// How many records there were to count, to notice another baseline.
    n_records: usize,
}

impl BoxCount {
    /// Counts. Takes time in proportion to the squares and places that were read: a millisecond for a region.
    pub fn new(baseline: &Baseline, bounds: Rect<f64>) -> Self {
        let mut kinds = BTreeMap::new();
        let counted = |place: &Place| place.status == Status::Existing && bounds.intersects(&place.point.0);
        for kind in baseline.places.iter().filter(|place| counted(place)).filter_map(|place| place.kind()) {
            *kinds.entry(kind).or_insert(0) += 1;
        }
        Self { bounds, people: people_within(baseline, bounds), kinds, n_records: n_records(baseline) }
    }

    /// How many of a kind.
    pub fn of_kind(&self, kind: AmenityKind) -> usize {
        self.kinds.get(&kind).copied().unwrap_or(0)
    }
}

fn n_records(baseline: &Baseline) -> usize {
    let classes = [PlaceClass::Care, PlaceClass::Amenity, PlaceClass::Stop];
    classes.map(|class| baseline.places[class].len()).iter().sum::<usize>() + baseline.demand.cells().len()
}

fn people_within(baseline: &Baseline, bounds: Rect<f64>) -> PeopleSum {
    // What is not counted anywhere is not known here.
    let mut sum = baseline.demand.total().nobody();
    let overlap = |from: i32, low: f64, high: f64| {
        let west = f64::from(from) * DEMAND_CELL_M;
        ((west + DEMAND_CELL_M).min(high) - west.max(low)).max(0.0) / DEMAND_CELL_M
    };
    for cell in baseline.demand.cells() {
        let high = overlap(cell.row, bounds.min().y, bounds.max().y);
        let share = if high > 0.0 { high * overlap(cell.col, bounds.min().x, bounds.max().x) } else { 0.0 };
        if share > 0.0 {
            sum.add_share(&cell.people, share);
        }
    }
    sum
}

/// Shows the box.
pub fn ui(ui: &mut Ui, view: &View<'_>, counted: &mut Option<BoxCount>, bounds: Rect<f64>) -> Option<Action> {
    let n = n_records(view.baseline);
    if counted.as_ref().is_none_or(|area| area.bounds != bounds || area.n_records != n) {
        *counted = Some(BoxCount::new(view.baseline, bounds));
    }
    let area = counted.as_ref()?;
    let fictional = view.is_fictional().then_some(nl::FICTIONAL_LOCATIONS);
    head(ui, nl::BOX_BADGE, BadgeTone::Calm, fictional, nl::BOX);
    ui.add(egui::Label::new(theme::remark(nl::box_line(bounds.width(), bounds.height()))).wrap());
    ui.add_space(STEP);
    let source = nl::people_source(view.baseline);
    // A kind without a layer is not known to be absent.
    let count = |kind: AmenityKind| match view.baseline.layer(Role::Kind(kind)) {
        Some(_) => numbers::whole(area.of_kind(kind) as f64),
        None => nl::none_value(false),
    };
    figure_row(
        ui,
        &[
            people_figure(nl::RESIDENTS, &area.people.residents, &source),
            people_figure(nl::AGED_75, &area.people.aged_75_plus, &source),
        ],
    );
    figure_row(
        ui,
        &[
            (count(AmenityKind::CARE), nl::CARE_UNIT.to_owned(), nl::BOX_REMARK.to_owned()),
            (count(AmenityKind::STOP), nl::STOPS_UNIT.to_owned(), nl::BOX_REMARK.to_owned()),
        ],
    );
    ui.add(egui::Label::new(theme::remark(source)).wrap());
    ui.add_space(2.0 * STEP);
    let fits = ui.button(nl::BOX_FIT).clicked().then_some(Action::Show(Selection::Box(bounds), MapMove::Fit(bounds)));
    ui.add_space(2.0 * STEP);
    kinds_ui(ui, area);
    zones_ui(ui, view, bounds).or(fits)
}

/// The places per group, with their kinds below.
fn kinds_ui(ui: &mut Ui, area: &BoxCount) {
    ui.label(theme::heading(nl::BOX_PLACES));
    for group in KindGroup::all().filter(|group| *group != KindGroup::CARE) {
        let kinds: Vec<(AmenityKind, usize)> =
            area.kinds.iter().filter(|(kind, _)| kind.group() == group).map(|(kind, n)| (*kind, *n)).collect();
        if kinds.is_empty() {
            continue;
        }
        let n: usize = kinds.iter().map(|(_, n)| n).sum();
        two_sides(ui, theme::medium(group.label()), theme::medium(numbers::whole(n as f64)));
        let parts: Vec<String> = kinds.into_iter().map(|(kind, n)| nl::kind_count(kind, n)).collect();
        ui.add(egui::Label::new(theme::remark(parts.join(" · "))).wrap());
        ui.add_space(STEP);
    }
    let told = if area.kinds.is_empty() { nl::BOX_EMPTY } else { nl::BOX_REMARK };
    ui.add(egui::Label::new(theme::remark(told)).wrap());
    ui.add_space(2.0 * STEP);
}

/// The zones that the box touches, to go to.
fn zones_ui(ui: &mut Ui, view: &View<'_>, bounds: Rect<f64>) -> Option<Action> {
    let outcome = &view.answer?.outcome;
    let mut action = None;
    ui.label(theme::heading(nl::BOX_ZONES));
    let mut n_touched = 0;
    for zone in outcome.zones.iter().filter(|zone| zone.outline.0.intersects(&bounds)) {
        n_touched += 1;
        // A long name wraps rather than widening the panel.
        ui.horizontal_wrapped(|ui| {
            if link(ui, &zone.name).clicked() {
                action = Some(Action::Select(Selection::Zone { id: zone.id, place: None }));
            }
            ui.label(theme::remark(nl::people_75(zone.people.aged_75_plus.value())));
        });
    }
    if n_touched == 0 {
        ui.add(egui::Label::new(theme::remark(nl::BOX_NO_ZONES)).wrap());
    }
    action
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::demand::{Demand, DemandCell};

    #[test]
    fn people_count_by_the_share_of_their_square_and_what_is_unknown_stays_unknown() {
        let people =
            crate::domain::demand::PeopleCounts { residents: Some(40.0), aged_65_plus: None, aged_75_plus: Some(8.0) };
        let demand = Demand::from_cells(vec![
            DemandCell { col: 2_500, row: 4_700, people },
            DemandCell { col: 2_501, row: 4_700, people },
        ]);
        let baseline = Baseline { demand: demand.into(), ..Baseline::default() };
        // Half of the first square wide and a quarter of it high, and as much of the second.
        let bounds = Rect::new((250_050.0, 470_000.0), (250_150.0, 470_025.0));
        let count = BoxCount::new(&baseline, bounds);
        assert!((count.people.residents.value().expect("known") - 10.0).abs() < 1e-9);
        assert!((count.people.aged_75_plus.value().expect("known") - 2.0).abs() < 1e-9);
        assert_eq!(count.people.aged_65_plus.value(), None);
        assert!(count.kinds.is_empty());
        assert_eq!(BoxCount::new(&Baseline::default(), bounds).people, PeopleSum::default());
    }
}
