//! What changed since a werkatelier began: the next one, half a year later, starts here.

use egui::{ScrollArea, Ui};

use super::memory::Room;
use crate::crs::RdPoint;
use crate::domain::sketch::SketchShape;
use crate::domain::variant::Intervention;
use crate::domain::workshop::Workshop;
use crate::gui::kit::fields::{self, button, choice};
use crate::gui::kit::theme::{self, STEP};
use crate::gui::state::{MapMove, Selection};
use crate::gui::wish::{Action, View};
use crate::nl::{dates, window as nl};

/// One thing that is new.
struct Item {
    text: String,
    remark: String,
    point: Option<RdPoint>,
}

/// Shows the tab.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, room: &mut Room) -> Option<Action> {
    let Some(since) = choose(ui, view, room) else {
        ui.label(theme::remark(nl::room::NO_EARLIER));
        return None;
    };
    let news = view.project.new_since(since);
    if news.n_new() == 0 {
        ui.label(theme::remark(nl::room::NOTHING_NEW));
    }
    if news.n_gone > 0 {
        ui.label(theme::remark(nl::room::gone(news.n_gone)));
    }
    let variant = |id| view.project.plan.variant(id).map(|variant| variant.name.clone()).unwrap_or_default();
    let told =
        |text: &str, made: &str, point| Item { text: text.to_owned(), remark: dates::shown(made).into_owned(), point };
    let interventions = news.interventions.iter().map(|(id, intervention)| Item {
        text: nl::plan::intervention(intervention),
        remark: variant(*id),
        point: place_of(intervention),
    });
    let lists: [Vec<Item>; 4] = [
        interventions.collect(),
        news.sketches.iter().map(|sketch| told(&sketch.title, &sketch.made, sketch_place(&sketch.shape))).collect(),
        news.notes.iter().map(|note| told(&note.text, &note.made, note.point)).collect(),
        news.decisions.iter().map(|decision| told(&decision.what, &decision.made, decision.point)).collect(),
    ];
    let mut action = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (heading, list) in nl::room::NEWS.into_iter().zip(lists) {
            if list.is_empty() {
                continue;
            }
            ui.add_space(STEP);
            ui.label(theme::heading(nl::room::news_heading(heading, list.len())));
            for item in list {
                action = row(ui, &item).or(action.take());
            }
        }
    });
    action
}

/// Since which werkatelier: the one before the newest, unless there is only one or somebody chose.
fn choose<'a>(ui: &mut Ui, view: &View<'a>, room: &mut Room) -> Option<&'a Workshop> {
    let all = &view.project.board.workshops;
    let usual = all.len().saturating_sub(2);
    let at = all.iter().position(|workshop| Some(workshop.id) == room.since).unwrap_or(usual);
    let names: Vec<String> = all.iter().map(|workshop| nl::room::workshop_name(workshop)).collect();
    if !names.is_empty() {
        ui.horizontal(|ui| {
            ui.label(nl::room::SINCE);
            if let Some(chosen) = choice(ui, nl::room::SINCE, at, &names, 260.0) {
                room.since = Some(all[chosen].id);
            }
        });
    }
    all.get(at).map(|workshop| &**workshop)
}

fn row(ui: &mut Ui, item: &Item) -> Option<Action> {
    let mut action = None;
    fields::row(ui, &item.text, &item.remark, |ui| {
        if let Some(point) = item.point
            && button(ui, nl::room::SHOW, &nl::room::of(nl::room::SHOW, &item.text))
        {
            action = Some(Action::Show(Selection::Nothing, MapMove::FlyTo(point.0.0)));
        }
    });
    action
}

fn place_of(intervention: &Intervention) -> Option<RdPoint> {
    match intervention {
        Intervention::AddPlace(place) => Some(place.point),
        Intervention::MovePlace { to, .. } => Some(*to),
        _ => None,
    }
}

fn sketch_place(shape: &SketchShape) -> Option<RdPoint> {
    let at = |coord: &geo::Coord<f64>| RdPoint::at(coord.x, coord.y);
    match shape {
        SketchShape::Point(point) | SketchShape::Text(point) => Some(*point),
        SketchShape::Line(line) | SketchShape::Arrow(line) => line.0.coords().next().map(at),
        SketchShape::Area(area) => area.0.exterior().coords().next().map(at),
    }
}
