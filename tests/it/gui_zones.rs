//! Zones that people accept, reject, merge and redraw: nobody is planned for twice, and each says whose place it took.

use std::sync::{Arc, LazyLock};

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use geo::{Area, BooleanOps, BoundingRect, Centroid, Scale};
use proptest::prelude::*;
use uuid::Uuid;
use zorgkring::analysis::zones::CaringZone;
use zorgkring::crs::Rd;
use zorgkring::demo;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::demand::Demand;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::sketch::{Sketch, SketchShape};
use zorgkring::domain::twins::Apart;
use zorgkring::domain::variant::{Intervention, ZoneStatus};
use zorgkring::gui::state::{MapMove, Selection};
use zorgkring::gui::wish::drawn_zones::{accepted, merged, sketch_from_zone, zone_from_sketch};
use zorgkring::gui::wish::variants::intervene;
use zorgkring::import::normenkader;
use zorgkring::project::{BoardEdit, BoardItem, Edit, History, PlanEdit, Project};
use zorgkring::session::{PlannedGround, outcome_now};

use crate::support::window::{opened, outcome, press, select, session, settle, state};

/// Two zones that share a border.
fn neighbors(zones: &[CaringZone]) -> (CaringZone, CaringZone) {
    let mut pairs = zones.iter().enumerate().flat_map(|(idx, a)| zones[..idx].iter().map(move |b| (a, b)));
    let (a, b) = pairs.find(|(a, b)| merged(a, b).is_some()).expect("a town of several zones");
    (a.clone(), b.clone())
}

/// How much of an area lies in more than one standing zone, in square metres.
fn overlap_m2(zones: &[CaringZone]) -> f64 {
    let standing = zones.iter().filter(|zone| zone.status != ZoneStatus::Rejected);
    let outlines: Vec<_> = standing.map(|zone| zone.outline.0.clone()).collect();
    outlines.iter().map(Area::unsigned_area).sum::<f64>() - geo::unary_union(&outlines).unsigned_area()
}

#[test]
fn a_merged_zone_that_is_redrawn_keeps_both_and_nobody_is_listed_twice() {
    let mut window = opened();
    let before = outcome(&window);
    let (a, b) = neighbors(&before.zones);
    state(&mut window).animate = false;
    state(&mut window).map_move = a.outline.0.bounding_rect().map(MapMove::Fit);
    select(&mut window, Selection::Zone { id: a.id, place: None });
    window.get_by_role_and_label(Role::ComboBox, "Samenvoegen met").scroll_to_me();
    settle(&mut window);
    window.get_by_role_and_label(Role::ComboBox, "Samenvoegen met").click();
    settle(&mut window);
    let name = b.name.clone();
    let choices: Vec<_> =
        window.get_all_by_role_and_label(Role::Button, &name).map(|node| node.rect().center()).collect();
    // The choice lies over whatever else has that name.
    crate::support::window::click(&mut window, *choices.last().expect("a neighbor"));
    assert_eq!(outcome(&window).zones.len(), before.zones.len() - 1, "merged");
    press(&mut window, "Hertekenen");
    let sketch = session(&window).project().board.sketches[0].id;
    window.key_press(egui::Key::Escape);
    settle(&mut window);
    select(&mut window, Selection::Sketch(sketch));
    press(&mut window, "Zone maken van schets");
    let after = outcome(&window);
    assert!(after.zones.iter().all(|zone| zone.id != a.id && zone.id != b.id), "both gave way");
    assert_eq!(after.zones.len(), before.zones.len() - 1);
    let drawn = after.zones.iter().find(|zone| zone.id == sketch).expect("the drawn one");
    let both = [&a, &b].map(|zone| zone.people.residents.value().expect("known")).iter().sum::<f64>();
    assert!((drawn.people.residents.value().expect("known") - both).abs() < 0.01 * both);
    let interventions = session(&window).project().plan.interventions().to_vec();
    let [Intervention::PutZone { replaces, .. }] = &interventions[..] else { panic!("{interventions:?}") };
    assert!(replaces.contains(&a.id) && replaces.contains(&b.id), "{replaces:?}");
}

/// Enschede and what lies around it: several zones that touch.
static TOWN: LazyLock<Arc<Baseline>> = LazyLock::new(|| {
    let mut town = demo::baseline();
    let near = |x: f64, y: f64| (x - 257_500.0).abs() < 4_500.0 && (y - 471_500.0).abs() < 4_500.0;
    town.places[PlaceClass::Care].retain(|care| near(care.point.x(), care.point.y()));
    town.places[PlaceClass::Amenity].retain(|amenity| near(amenity.point.x(), amenity.point.y()));
    town.places[PlaceClass::Stop].clear();
    town.places[PlaceClass::Site].clear();
    let cells = town.demand.cells().iter().filter(|cell| near(cell.center().x(), cell.center().y())).copied();
    town.demand = Arc::new(Demand::from_cells(cells.collect()));
    Arc::new(town)
});

/// What somebody does with the zones of the list, by their position in it.
#[derive(Debug, Clone)]
enum Op {
    Accept(usize),
    Reject(usize),
    Merge(usize, usize),
    /// Redrawn, so many times as large.
    Redraw(usize, f64),
    ProposeAgain(usize),
    Undo,
    Redo,
}

fn op(sizes: impl Strategy<Value = f64>) -> impl Strategy<Value = Op> {
    let any = 0..64_usize;
    prop_oneof![
        1 => any.clone().prop_map(Op::Accept),
        1 => any.clone().prop_map(Op::Reject),
        3 => (any.clone(), any.clone()).prop_map(|(a, b)| Op::Merge(a, b)),
        3 => (any.clone(), sizes).prop_map(|(a, size)| Op::Redraw(a, size)),
        1 => any.prop_map(Op::ProposeAgain),
        1 => Just(Op::Undo),
        1 => Just(Op::Redo),
    ]
}

/// A document on the town, with the zones that follow.
struct Room {
    history: History,
    zones: Vec<CaringZone>,
}

impl Room {
    fn new() -> Self {
        let history = History::new(Project::new(normenkader::standard()));
        let mut room = Self { history, zones: Vec::new() };
        room.compute();
        room
    }

    fn compute(&mut self) {
        let project = self.history.current();
        let ground = PlannedGround::once(&TOWN, &Apart::new(), project.plan.interventions());
        self.zones = outcome_now(&ground.situation, project).0.zones;
    }

    fn interventions(&self) -> Vec<Intervention> {
        self.history.current().plan.interventions().to_vec()
    }

    fn wish(&mut self, wish: Intervention) {
        let edit = intervene(self.history.current(), wish, Uuid::from_u128(7));
        self.history.apply(edit);
    }

    /// Does one thing; the ids whose place was to be taken, with that of the zone that took it.
    fn act(&mut self, op: &Op) -> Option<(Uuid, Vec<Uuid>)> {
        let at = |idx: usize| self.zones.get(idx % self.zones.len().max(1)).cloned();
        let taken_by = |zone: &CaringZone| -> Vec<Uuid> {
            let put = self.interventions().into_iter().find_map(|wish| match wish {
                Intervention::PutZone { zone: put, replaces } if put.id == zone.id => Some(replaces),
                _ => None,
            });
            std::iter::once(zone.id).chain(put.into_iter().flatten()).collect()
        };
        let mut took = None;
        match op {
            Op::Accept(idx) => {
                let zone = at(*idx)?;
                took = Some((zone.id, taken_by(&zone)));
                self.wish(accepted(&zone));
            }
            Op::Reject(idx) => {
                let zone = at(*idx)?;
                self.wish(Intervention::RejectZone { id: zone.id, name: zone.name });
            }
            Op::Merge(a, b) => {
                let (a, b) = (at(*a)?, at(*b)?);
                let stands = |zone: &CaringZone| zone.status != ZoneStatus::Rejected;
                let wish = (a.id != b.id && stands(&a) && stands(&b)).then(|| merged(&a, &b)).flatten()?;
                took = Some((a.id, [taken_by(&a), taken_by(&b)].concat()));
                self.wish(wish);
            }
            Op::Redraw(idx, size) => {
                let zone = at(*idx)?;
                let sketch = sketch_from_zone(&zone, &self.history.current().board.sketches, String::new());
                let outline = zone.outline.0.scale_around_point(*size, *size, zone.outline.0.centroid()?);
                let outline = if *size == 1.0 { zone.outline.0.clone() } else { outline };
                let sketch = Sketch { shape: SketchShape::Area(Rd(outline)), ..sketch };
                took = Some((sketch.id, taken_by(&zone)));
                self.history.apply(Edit::Board(BoardEdit::put(BoardItem::Sketch(sketch.clone()))));
                let wish = zone_from_sketch(&sketch, &self.zones, &self.interventions()).expect("an area");
                self.wish(wish);
            }
            Op::ProposeAgain(idx) => {
                let zone = at(*idx)?;
                let mut interventions = self.interventions().into_iter();
                let idx = interventions.position(|wish| wish.is_about_zones() && wish.subject() == zone.id)?;
                let variant = self.history.current().plan.active?;
                self.history.apply(Edit::Plan(PlanEdit::TakeOut { variant, idx }));
            }
            Op::Undo => drop(self.history.undo()),
            Op::Redo => drop(self.history.redo()),
        }
        self.compute();
        took
    }

    /// No zone stands where one stands that took its place, and none of them took another's that still does so itself.
    fn assert_whole(&self, op: &Op) -> Result<(), TestCaseError> {
        let puts: Vec<_> = self
            .interventions()
            .into_iter()
            .filter_map(|wish| match wish {
                Intervention::PutZone { zone, replaces } => Some((zone, replaces)),
                _ => None,
            })
            .collect();
        for (zone, replaces) in &puts {
            prop_assert!(!replaces.contains(&zone.id), "{op:?}");
            prop_assert!(puts.iter().all(|(other, _)| !replaces.contains(&other.id)), "{op:?}: {replaces:?}");
            for id in replaces {
                let still = self.zones.iter().find(|other| other.id == *id && other.status != ZoneStatus::Rejected);
                let shared = still.map_or(0.0, |other| other.outline.0.intersection(&zone.outline.0).unsigned_area());
                prop_assert!(shared < 1.0, "{op:?}: {shared} m² of {id} under {}", zone.id);
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn zones_that_are_accepted_rejected_merged_and_redrawn_as_they_are_never_overlap(
        ops in prop::collection::vec(op(Just(1.0)), 1..9),
    ) {
        let mut room = Room::new();
        prop_assert!(room.zones.len() >= 4, "{} zones", room.zones.len());
        let apart = overlap_m2(&room.zones);
        for op in &ops {
            room.act(op);
            room.assert_whole(op)?;
            let overlap = overlap_m2(&room.zones);
            prop_assert!(overlap - apart < 100.0, "{op:?}: {overlap} m² twice");
        }
    }

    #[test]
    fn a_zone_that_takes_the_place_of_another_names_it_and_all_that_it_had_taken(
        ops in prop::collection::vec(op(0.5..1.4_f64), 1..9),
    ) {
        let mut room = Room::new();
        for op in &ops {
            let took = room.act(op);
            room.assert_whole(op)?;
            let Some((id, taken)) = took else { continue };
            let put = room.interventions().into_iter().find_map(|wish| match wish {
                Intervention::PutZone { zone, replaces } if zone.id == id => Some(replaces),
                _ => None,
            });
            let replaces = put.expect("it was put");
            prop_assert!(taken.iter().all(|other| *other == id || replaces.contains(other)), "{op:?}: {replaces:?}");
        }
    }
}
