//! What is still missing before there is anything to see, and how to add it.

use egui::{Button, Frame, Label, Margin, Stroke, Ui};

use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::norm::NormSet;
use crate::domain::place::PlaceClass;
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::wish::{Action, FileAction, View};
use crate::nl::window as nl;

/// The roles without which zones cannot be made or understood, in groups of which one is enough; 24-uurszorg first.
pub(super) fn missing(baseline: &Baseline, norms: &NormSet) -> Vec<Vec<Role>> {
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
pub(super) fn ui(ui: &mut Ui, view: &View<'_>) -> Option<Action> {
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
