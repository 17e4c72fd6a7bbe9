//! Over an empty map: what is still missing, and how to add it.

use egui::accesskit::Role as Accessible;
use egui::{Align, Align2, Button, Label, Layout, Rect, Ui, WidgetInfo};

use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::place::PlaceClass;
use crate::gui::kit::buttons::main_button;
use crate::gui::kit::theme::{self, STEP};
use crate::gui::kit::widgets::card;
use crate::gui::wish::{Action, FileAction, View};
use crate::nl::window as nl;

/// Widest card on the map, in points.
const CARD_WIDTH: f32 = 340.0;

/// Says in the middle of the map that there is no 24-uurszorg yet, until it is put away or there is something to see.
pub fn ui(ui: &Ui, map: Rect, view: &View<'_>, is_away: &mut bool) -> Option<Action> {
    let outcome = &view.answer?.outcome;
    let is_computed = !outcome.zones.is_empty() || !outcome.near_misses.is_empty();
    if *is_away || is_computed || !view.baseline.places[PlaceClass::Care].is_empty() {
        return None;
    }
    let care = [Role::Kind(AmenityKind::CARE)];
    let (what, _) = nl::files::missing(&care);
    let area = egui::Area::new(egui::Id::unique("leeg"))
        .pivot(Align2::CENTER_CENTER)
        .fixed_pos(map.center())
        .order(egui::Order::Middle)
        .constrain_to(map);
    let shown = area.show(ui.ctx(), |ui| {
        let frame = card(18, 14).show(ui, |ui| {
            ui.set_width(CARD_WIDTH.min(map.width() - 60.0));
            *is_away |= heading_ui(ui);
            ui.add(Label::new(format!("{what} {}", nl::files::how_to_add())).wrap());
            ui.add_space(STEP);
            let button = ui.add(main_button(nl::files::OPEN));
            let name = nl::files::open_for(&care);
            button.widget_info(|| WidgetInfo::labeled(Accessible::Button, true, &name));
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
            cross.widget_info(|| WidgetInfo::labeled(Accessible::Button, true, nl::files::PUT_CARD_AWAY));
            cross.clicked()
        })
        .inner
    })
    .inner
}
