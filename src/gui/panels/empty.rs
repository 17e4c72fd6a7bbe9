//! What is still missing before there is anything to see, and how to add it.

use egui::{Align, Align2, Button, Frame, Label, Layout, Margin, Rect, RichText, Stroke, Ui};

use super::{Action, FileAction, View};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::norm::NormSet;
use crate::domain::place::PlaceClass;
use crate::gui::theme::{self, STEP, TOUCH, palette};
use crate::nl::window as nl;

/// Widest card on the map, in points.
const CARD_WIDTH: f32 = 340.0;

/// The roles without which zones cannot be made or understood, in groups of which one is enough; 24-uurszorg first.
#[must_use]
pub fn missing(baseline: &Baseline, norms: &NormSet) -> Vec<Vec<Role>> {
    let care = Role::Kind(AmenityKind::CARE);
    let has = |role: Role| baseline.layer(role).is_some();
    let mut missing: Vec<Vec<Role>> = Vec::new();
    if baseline.places[PlaceClass::Care].is_empty() {
        missing.push(vec![care]);
    }
    for norm in norms.norms.iter().filter(|norm| norm.required) {
        let roles: Vec<Role> = norm.kinds.iter().copied().map(Role::Kind).collect();
        let stops = Role::Kind(AmenityKind::STOP);
        let is_there = |role: Role| has(role) || (role == stops && !baseline.places[PlaceClass::Stop].is_empty());
        if !roles.contains(&care) && !roles.iter().copied().any(is_there) && !missing.contains(&roles) {
            missing.push(roles);
        }
    }
    if baseline.demand.cells().is_empty() {
        missing.push(vec![Role::Demand]);
    }
    missing
}

/// Shows what is missing, each with a button to open it.
pub fn ui(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
    let missing = missing(view.baseline, &view.project.norms);
    if missing.is_empty() {
        return None;
    }
    let mut action = None;
    let p = palette();
    for roles in &missing {
        let (what, why) = nl::files::missing(roles);
        Frame::new()
            .fill(p.warning_pale)
            .stroke(Stroke::new(1.0, p.warning.gamma_multiply(0.5)))
            .corner_radius(theme::RADIUS)
            .inner_margin(Margin::symmetric(12, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.add(Label::new(theme::medium(what)).wrap());
                ui.add(Label::new(theme::remark(why)).wrap());
                action = open_button(ui, roles).or(action.take());
            });
        ui.add_space(STEP);
    }
    ui.add(Label::new(theme::remark(nl::files::how_to_add())).wrap());
    ui.add_space(2.0 * STEP);
    action
}

/// Says in the middle of the map that there is no 24-uurszorg yet, until it is put away or there is something to see.
pub fn map_ui(ui: &Ui, map: Rect, view: &View<'_>, is_away: &mut bool) -> Option<Action> {
    let outcome = &view.answer?.outcome;
    let is_computed = !outcome.zones.is_empty() || !outcome.near_misses.is_empty();
    if *is_away || is_computed || !view.baseline.places[PlaceClass::Care].is_empty() {
        return None;
    }
    let care = [Role::Kind(AmenityKind::CARE)];
    let (what, _) = nl::files::missing(&care);
    let p = palette();
    let card = egui::Area::new(egui::Id::unique("leeg"))
        .pivot(Align2::CENTER_CENTER)
        .fixed_pos(map.center())
        .order(egui::Order::Middle)
        .constrain_to(map);
    let shown = card.show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(p.card).stroke(Stroke::new(1.0, p.line)).corner_radius(theme::RADIUS);
        let frame = frame.inner_margin(Margin::symmetric(18, 14)).show(ui, |ui| {
            ui.set_width(CARD_WIDTH.min(map.width() - 60.0));
            *is_away |= heading_ui(ui);
            ui.add(Label::new(format!("{what} {}", nl::files::how_to_add())).wrap());
            ui.add_space(STEP);
            let label = RichText::new(nl::files::OPEN).font(theme::label_font(theme::TEXT_SIZE)).color(p.on_accent);
            let button = ui.add(Button::new(label).fill(p.accent).min_size(egui::vec2(0.0, TOUCH)));
            let name = nl::files::open_for(&care);
            button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
            button.clicked().then_some(Action::Files(FileAction::Choose(Some(care[0]))))
        });
        frame.inner
    });
    shown.inner
}

/// What the card is about, and its cross; true when that was pressed.
fn heading_ui(ui: &mut Ui) -> bool {
    ui.horizontal(|ui| {
        ui.label(theme::figure(nl::files::NOTHING_HERE_YET));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let cross = ui.add(Button::new("×").frame(false)).on_hover_text(nl::CLOSE);
            cross.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, nl::files::PUT_CARD_AWAY)
            });
            cross.clicked()
        })
        .inner
    })
    .inner
}

fn open_button(ui: &mut Ui, roles: &[Role]) -> Option<Action> {
    let button = ui.add(Button::new(format!("{} …", nl::files::OPEN)).min_size(egui::vec2(0.0, TOUCH)));
    let name = nl::files::open_for(roles);
    button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    button.clicked().then(|| Action::Files(FileAction::Choose(roles.first().copied())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::normenkader;

    #[test]
    fn an_empty_region_misses_care_first_and_the_demo_region_misses_nothing() {
        let norms = normenkader::standard();
        let of_nothing = missing(&Baseline::default(), &norms);
        assert_eq!(of_nothing[0], [Role::Kind(AmenityKind::CARE)]);
        assert_eq!(of_nothing.last().map(Vec::as_slice), Some(&[Role::Demand][..]));
        assert_eq!(missing(&crate::demo::baseline(), &norms), Vec::<Vec<Role>>::new());
    }
}
