//! At the foot of a card: what a variant can do with this place or zone.

use egui::{Button, ComboBox, Label, Ui, vec2};
use geo::{BoundingRect, Intersects};
use uuid::Uuid;

use crate::analysis::zones::CaringZone;
use crate::domain::variant::{Intervention, ZoneStatus};
use crate::gui::kit::theme::{self, STEP, TEXT_SIZE, TOUCH};
use crate::gui::kit::typed_field::TypedField;
use crate::gui::kit::widgets::{BadgeTone, badge};
use crate::gui::state::clock::now_text;
use crate::gui::state::{Selection, SketchMode, ViewState};
use crate::gui::wish::drawn_zones::{accepted, merged, sketch_from_zone};
use crate::gui::wish::variants::intervene;
use crate::gui::wish::{Action, View};
use crate::nl::window::plan as nl;
use crate::project::{BoardEdit, BoardItem, Edit, PlanEdit};

/// A place that can be renamed, closed and given another capacity.
pub(super) struct Changeable<'a> {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: &'a str,
    /// Its capacity, and what that counts; nothing for a place without one.
    pub capacity: Option<(Option<u32>, &'static str)>,
}

/// Shows what can be done with a place.
pub(super) fn place_ui(ui: &mut Ui, view: &View<'_>, place: &Changeable<'_>) -> Option<Action> {
    let id = place.id;
    let mut wanted = None;
    ui.add_space(3.0 * STEP);
    ui.label(theme::heading(nl::WHAT_IF));
    let width = ui.available_width() - 14.0;
    let name = TypedField::new(egui::Id::unique(("plaatsnaam", id)), nl::PLACE_NAME, place.name, width);
    if let Some(name) = name.ui(ui).filter(|name| !name.is_empty()) {
        wanted = Some(Intervention::RenamePlace { id, name });
    }
    if let Some((capacity, unit)) = place.capacity {
        ui.horizontal_wrapped(|ui| {
            let shown = capacity.map(|n| n.to_string()).unwrap_or_default();
            let field = TypedField {
                font: theme::marker_font(TEXT_SIZE),
                wraps: false,
                ..TypedField::new(egui::Id::unique(("capaciteit", id)), unit, &shown, 64.0)
            };
            if let Some(typed) = field.ui(ui) {
                let typed = typed.replace('.', "");
                let number: Option<u32> = typed.trim().parse().ok();
                if number.is_some() || typed.trim().is_empty() {
                    wanted = Some(Intervention::SetCapacity { id, capacity: number });
                }
            }
            ui.label(unit);
        });
    }
    ui.add_space(STEP);
    if ui.add(Button::new(nl::CLOSE_PLACE).min_size(vec2(0.0, TOUCH))).clicked() {
        wanted = Some(Intervention::ClosePlace { id });
    }
    let tied = tie_ui(ui, view, id);
    wanted.map(|wanted| Action::Edit(intervene(view.document, wanted, Uuid::new_v4()))).or(tied)
}

/// Says of a place that the variant closed that it is closed, with the way back.
pub(super) fn closed_ui(ui: &mut Ui, view: &View<'_>, selection: Selection) -> Option<Action> {
    let (Selection::Care(id) | Selection::Facility(id) | Selection::Site(id)) = selection else { return None };
    let variant = view.document.plan.active()?;
    let is_closing = |wish: &Intervention| matches!(wish, Intervention::ClosePlace { id: closed } if *closed == id);
    let idx = variant.interventions.iter().rposition(is_closing)?;
    let name = view.subjects.get(idx).filter(|name| !name.is_empty())?;
    badge(ui, nl::CLOSED, BadgeTone::Warning);
    ui.add(Label::new(theme::figure(name)).wrap());
    ui.add(Label::new(theme::remark(nl::closed_in(&variant.name))).wrap());
    ui.add_space(STEP);
    let open = ui.add(Button::new(nl::OPEN_AGAIN).min_size(vec2(0.0, TOUCH))).clicked();
    ui.add_space(3.0 * STEP);
    open.then(|| Action::Edit(Edit::Plan(PlanEdit::TakeOut { variant: variant.id, idx })))
}

/// Offers to make what lost its place about this one.
fn tie_ui(ui: &mut Ui, view: &View<'_>, to: Uuid) -> Option<Action> {
    let variant = view.document.plan.active()?;
    let lost = variant.interventions.iter().enumerate().filter(|(idx, what)| view.has_lost_its_place(*idx, what));
    let lost: Vec<_> = lost.collect();
    if lost.is_empty() {
        return None;
    }
    let kind = view.baseline.place(to)?.kind();
    let mut tied = None;
    for (idx, what) in lost {
        let was = view.document.lost.get(&what.subject());
        // What a shop did is not done to a care home.
        if what.fits_kind(kind) && was.is_none_or(|was| was.kind == kind) {
            ui.add_space(STEP);
            let name = nl::tie_here(idx + 1, what, was);
            if ui.add(Button::new(name).wrap().min_size(vec2(0.0, TOUCH))).clicked() {
                tied = Some(Action::Edit(Edit::Plan(PlanEdit::TieTo { variant: variant.id, idx, to })));
            }
        }
    }
    tied
}

/// Shows what can be done with a zone.
pub(super) fn zone_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, zone: &CaringZone) -> Option<Action> {
    let mut edit = None;
    ui.add_space(2.0 * STEP);
    ui.label(theme::heading(nl::WHAT_IF));
    ui.horizontal_wrapped(|ui| {
        let button = |name| Button::new(name).min_size(vec2(0.0, TOUCH));
        // Both keep their place, so that a second click does not do the other.
        if ui.add_enabled(zone.status != ZoneStatus::Accepted, button(nl::ACCEPT_ZONE)).clicked() {
            edit = Some(intervene(view.document, accepted(zone), Uuid::new_v4()));
        }
        if ui.add_enabled(zone.status != ZoneStatus::Rejected, button(nl::REJECT_ZONE)).clicked() {
            let rejection = Intervention::RejectZone { id: zone.id, name: zone.name.clone() };
            edit = Some(intervene(view.document, rejection, Uuid::new_v4()));
        }
        if ui.add(button(nl::REDRAW_ZONE)).clicked() {
            let sketch = sketch_from_zone(zone, &view.document.board.sketches, now_text());
            state.selection = Selection::Sketch(sketch.id);
            state.sketch_in(SketchMode::Edit);
            edit = Some(Edit::Board(BoardEdit::put(BoardItem::Sketch(sketch))));
        }
        if zone.status != ZoneStatus::Proposed && ui.add(button(nl::PROPOSE_AGAIN)).clicked() {
            edit = take_out(view, zone.id).or(edit.take());
        }
    });
    edit = merge_ui(ui, view, zone).or(edit);
    edit.map(Action::Edit)
}

/// Takes out of the variant what it wants with a zone.
fn take_out(view: &View<'_>, zone: Uuid) -> Option<Edit> {
    let variant = view.document.plan.active()?;
    let is_about = |wish: &Intervention| wish.is_about_zones() && wish.subject() == zone;
    let idx = variant.interventions.iter().rposition(is_about)?;
    Some(Edit::Plan(PlanEdit::TakeOut { variant: variant.id, idx }))
}

/// The choice of a zone that it touches, to be one with it.
fn merge_ui(ui: &mut Ui, view: &View<'_>, zone: &CaringZone) -> Option<Edit> {
    let outcome = &view.answer?.outcome;
    let own = zone.outline.0.bounding_rect()?;
    let near = |other: &&CaringZone| {
        other.id != zone.id
            && other.status != ZoneStatus::Rejected
            && other.outline.0.bounding_rect().is_some_and(|bounds| bounds.intersects(&own))
    };
    let neighbors: Vec<&CaringZone> = outcome.zones.iter().filter(near).collect();
    if neighbors.is_empty() {
        return None;
    }
    let mut wanted = None;
    ui.add_space(STEP);
    ui.label(theme::remark(nl::MERGE_ZONE));
    let response =
        ComboBox::from_id_salt("samenvoegen").width(ui.available_width()).selected_text("…").show_ui(ui, |ui| {
            for other in neighbors {
                if ui.add(Button::selectable(false, &other.name)).clicked() {
                    wanted = merged(zone, other);
                    if wanted.is_none() {
                        ui.close();
                    }
                }
            }
        });
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, nl::MERGE_ZONE));
    if zone.status == ZoneStatus::Sketched {
        ui.add(Label::new(theme::remark(zone.status.name())).wrap());
    }
    wanted.map(|wish| intervene(view.document, wish, Uuid::new_v4()))
}
