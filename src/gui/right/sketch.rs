//! A sketch: its title, note, round and table, how it looks, how large it is, and what can be done with it.

use egui::accesskit::Role;
use egui::{Button, ComboBox, Id, Label, Ui, WidgetInfo, vec2};
use uuid::Uuid;

use super::zone;
use crate::domain::sketch::{Sketch, SketchShape};
use crate::domain::workshop::Round;
use crate::gui::kit::fields::choose;
use crate::gui::kit::sketch_look::look_ui;
use crate::gui::kit::theme::{self, FIGURE_SIZE, STEP, TOUCH};
use crate::gui::kit::typed_field::TypedField;
use crate::gui::kit::widgets::{BadgeTone, badge};
use crate::gui::shapes::size::{ShapeSize, bounds, size_line};
use crate::gui::state::{MapMove, Selection, SketchMode, ViewState, joined};
use crate::gui::wish::drawn_zones::{snapped_to_proposal, zone_from_sketch};
use crate::gui::wish::variants::intervene;
use crate::gui::wish::{Action, View};
use crate::nl::window::sketches as nl;
use crate::project::{BoardItem, Edit};

/// Shows the sketch.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, sketch: &Sketch) -> Option<Action> {
    ui.spacing_mut().interact_size.y = TOUCH;
    badge(ui, &nl::badge(&sketch.shape), BadgeTone::Calm);
    ui.add_space(STEP);
    let mut changed = texts_ui(ui, state, sketch);
    if let Some(size) = size_line(ShapeSize::of(&sketch.shape)) {
        ui.label(theme::figure(size));
    }
    ui.label(theme::remark(nl::made(&sketch.made)));
    ui.add_space(2.0 * STEP);
    let mut action = buttons_ui(ui, view, state, sketch);
    action = join_ui(ui, view, state, sketch).or(action);
    ui.add_space(2.0 * STEP);
    ui.label(theme::heading(nl::LOOK));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
        if let Some(look) = look_ui(ui, sketch.look, true) {
            state.sketch_habits.look = look;
            changed = Some(Sketch { look, ..sketch.clone() });
        }
    });
    ui.add_space(2.0 * STEP);
    changed = origin_ui(ui, view, state, sketch).or(changed);
    as_zone_ui(ui, view, state, sketch.id);
    let edit = changed.map(|sketch| Action::put(BoardItem::Sketch(sketch)));
    edit.or(action)
}

/// Shows what is being drawn, as far as it is an area.
pub(super) fn drawing_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) {
    badge(ui, nl::DRAWING, BadgeTone::Calm);
    if view.answer.is_none_or(|answer| answer.tried.is_none()) {
        ui.add_space(STEP);
        ui.add(Label::new(theme::remark(nl::DRAWING_REMARK)).wrap());
    }
    as_zone_ui(ui, view, state, Uuid::nil());
}

/// What the area of a sketch would be as a zone; one that is being changed has no id.
fn as_zone_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, id: Uuid) {
    let tried = view.answer.and_then(|answer| answer.tried.as_ref());
    let Some(tried) = tried.filter(|tried| tried.of.id == id || tried.of.id.is_nil()) else { return };
    ui.add_space(3.0 * STEP);
    ui.label(theme::heading(nl::AS_ZONE));
    ui.add(Label::new(theme::remark(nl::AS_ZONE_REMARK)).wrap());
    zone::tried_ui(ui, view, state, &tried.zone);
}

/// Title and note.
fn texts_ui(ui: &mut Ui, state: &mut ViewState, sketch: &Sketch) -> Option<Sketch> {
    let id = title_id(sketch.id);
    if state.sketch_habits.asks_title.take_if(|id| *id == sketch.id).is_some() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    ui.label(theme::heading(nl::TITLE));
    let width = ui.available_width() - 4.0 * STEP;
    let font = theme::marker_font(FIGURE_SIZE);
    let title = TypedField { font, ..TypedField::new(id, nl::TITLE, &sketch.title, width) }.ui(ui);
    ui.label(theme::heading(nl::NOTE));
    let note = TypedField::new(Id::unique(("note", sketch.id)), nl::NOTE, &sketch.note, width).ui(ui);
    title.map(|title| Sketch { title, ..sketch.clone() }).or(note.map(|note| Sketch { note, ..sketch.clone() }))
}

fn title_id(id: Uuid) -> Id {
    Id::unique(("title", id))
}

/// Round and table; the next sketch gets the same.
fn origin_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, sketch: &Sketch) -> Option<Sketch> {
    let mut changed = None;
    let width = ui.available_width() - 4.0 * STEP;
    ui.label(theme::heading(nl::TABLE));
    let typed = TypedField::new(Id::unique(("table", sketch.id)), nl::TABLE, &sketch.table, width).ui(ui);
    if let Some(table) = typed {
        state.sketch_habits.table.clone_from(&table);
        changed = Some(Sketch { table, ..sketch.clone() });
    }
    ui.add(egui::Label::new(theme::remark(nl::NO_NAMES)).wrap());
    let rounds: Vec<&Round> = view.project.board.workshops.iter().flat_map(|workshop| &workshop.rounds).collect();
    if rounds.is_empty() && sketch.round.is_none() {
        return changed;
    }
    ui.label(theme::heading(nl::ROUND));
    let name = |id: Option<Uuid>| {
        let known = rounds.iter().find(|round| Some(round.id) == id);
        known.map_or(nl::NO_ROUND, |round| round.title.as_str()).to_owned()
    };
    let combo = ComboBox::from_id_salt("round").width(width);
    let choices = std::iter::once(None).chain(rounds.iter().map(|round| Some(round.id)));
    if let Some(round) = choose(ui, combo, nl::ROUND, sketch.round, choices, name) {
        state.sketch_habits.round = round;
        changed = Some(Sketch { round, ..sketch.clone() });
    }
    changed
}

fn buttons_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, sketch: &Sketch) -> Option<Action> {
    let mut action = None;
    let is_area = matches!(sketch.shape, SketchShape::Area(_));
    let is_place = matches!(sketch.shape, SketchShape::Point(_) | SketchShape::Text(_));
    ui.horizontal_wrapped(|ui| {
        let mut mode = |ui: &mut Ui, mode: SketchMode, name: [&str; 2]| {
            if button(ui, name).clicked() {
                state.sketch_in(mode);
            }
        };
        mode(ui, SketchMode::Edit, nl::EDIT);
        if !is_place {
            mode(ui, SketchMode::Split, nl::SPLIT);
        }
        if is_area {
            mode(ui, SketchMode::Hole, nl::HOLE);
        }
        if button(ui, nl::FIT).clicked()
            && let Some(bounds) = bounds(&sketch.shape)
        {
            action = Some(Action::Show(Selection::Sketch(sketch.id), MapMove::Fit(bounds)));
        }
        if button(ui, nl::REMOVE).clicked() {
            action = Some(Action::remove(sketch.id));
        }
    });
    zone_ui(ui, view, sketch).or(action)
}

/// What a sketched area has to do with zones: it can be one, or take over the outline of the proposal under it.
fn zone_ui(ui: &mut Ui, view: &View<'_>, sketch: &Sketch) -> Option<Action> {
    let zones = &view.answer?.outcome.zones;
    if !matches!(sketch.shape, SketchShape::Area(_)) {
        return None;
    }
    let mut action = None;
    ui.add_space(STEP);
    ui.horizontal_wrapped(|ui| {
        if button(ui, nl::MAKE_ZONE).clicked()
            && let Some(wish) = zone_from_sketch(sketch, zones, view.document.plan.interventions())
        {
            action = Some(Action::Edit(intervene(view.document, wish, Uuid::new_v4())));
        }
        if button(ui, nl::SNAP_TO_PROPOSAL).clicked()
            && let Some(snapped) = snapped_to_proposal(sketch, zones)
        {
            action = Some(Action::put(BoardItem::Sketch(snapped)));
        }
    });
    ui.add(Label::new(theme::remark(nl::MAKE_ZONE_REMARK)).wrap());
    action
}

/// A button with its text and its accessible name: the bar over the map has buttons with the same texts.
fn button(ui: &mut Ui, [text, name]: [&str; 2]) -> egui::Response {
    let response = ui.add(Button::new(text).min_size(vec2(0.0, TOUCH)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response
}

/// The choice of what to join with, when there is something of the same sort.
fn join_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, sketch: &Sketch) -> Option<Action> {
    let same_sort = |other: &Sketch| {
        use SketchShape::{Area, Arrow, Line};
        let shapes = (&sketch.shape, &other.shape);
        matches!(shapes, (Line(_) | Arrow(_), Line(_) | Arrow(_)) | (Area(_), Area(_)))
    };
    let others = view.project.board.sketches.iter().filter(|other| other.id != sketch.id && same_sort(other));
    let others: Vec<&Sketch> = others.map(|other| &**other).collect();
    if others.is_empty() {
        return None;
    }
    let mut chosen: Option<Uuid> = None;
    let width = ui.available_width() - 4.0 * STEP;
    let combo = ComboBox::from_id_salt("join").width(width).selected_text(nl::JOIN).show_ui(ui, |ui| {
        for other in &others {
            let size = size_line(ShapeSize::of(&other.shape)).unwrap_or_default();
            ui.selectable_value(&mut chosen, Some(other.id), format!("{} · {size}", nl::title(other)));
        }
    });
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, nl::JOIN));
    let other = others.into_iter().find(|other| Some(other.id) == chosen)?;
    match joined(sketch, other) {
        Ok(edit) => return Some(Action::Edit(Edit::Board(edit))),
        Err(why) => state.tell(why, true),
    }
    None
}
