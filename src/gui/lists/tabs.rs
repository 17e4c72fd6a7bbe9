//! The tabs of the lists with how much is in each, which may not be known.

use std::sync::Arc;

use egui::accesskit::Role as Accessible;
use egui::{Align, Button, Layout, RichText, Stroke, Ui};

use super::memory::Lists;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::gui::kit::theme::{self, STEP, TEXT_SIZE, palette};
use crate::gui::kit::widgets::name_choice;
use crate::gui::wish::{ListTab, View};
use crate::nl::window as nl;

/// Why a list has no rows, where that is because a layer was not read.
pub(super) fn unknown(view: &View<'_>, tab: ListTab, kind: AmenityKind) -> Option<String> {
    let is_unread = n_rows(view, tab) == Some(0);
    match tab {
        ListTab::Layer => {
            let has_none = view.situation.places(kind).is_none_or(<[_]>::is_empty);
            let is_unread = has_none && view.baseline.layer(Role::Kind(kind)).is_none();
            is_unread.then(|| nl::list_unknown(&nl::sentence_case(kind.plural()), &[Arc::new([kind])]))
        }
        ListTab::Kernen => {
            (is_unread && view.baseline.layer(Role::Settlement).is_none()).then(|| nl::KERNEN_UNREAD.to_owned())
        }
        ListTab::Zones | ListTab::NearMisses | ListTab::Sites => {
            let unread = &view.answer?.outcome.region.unread;
            (is_unread && !unread.is_empty()).then(|| nl::list_unknown(tab.name(), unread))
        }
    }
}

/// How many rows a list has; nothing for a layer, or before there is an answer.
fn n_rows(view: &View<'_>, tab: ListTab) -> Option<usize> {
    let outcome = view.answer.map(|answer| &*answer.outcome);
    match tab {
        ListTab::Zones => outcome.map(|o| o.zones.len()),
        ListTab::NearMisses => outcome.map(|o| o.near_misses.len()),
        ListTab::Sites => outcome.map(|o| o.sites.len()),
        ListTab::Kernen => Some(view.baseline.settlements.len()),
        ListTab::Layer => None,
    }
}

fn label(view: &View<'_>, tab: ListTab, kind: AmenityKind) -> String {
    let is_known = match tab {
        // What a variant brings about is no answer for the region.
        ListTab::Zones => view.zones_unknown().is_none(),
        _ => unknown(view, tab, kind).is_none(),
    };
    n_rows(view, tab).map_or_else(|| tab.name().to_owned(), |n| nl::tab(tab.name(), Some(n).filter(|_| is_known)))
}

/// Which list, and the way out.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, lists: &mut Lists) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = STEP;
        for &tab in ListTab::ALL {
            let is_shown = tab == lists.tab;
            let p = palette();
            let (color, fill) = if is_shown { (p.accent, p.accent_pale) } else { (p.text, egui::Color32::TRANSPARENT) };
            let label = label(view, tab, lists.kind);
            let text = RichText::new(&label).font(theme::label_font(TEXT_SIZE)).color(color);
            let response = ui.add(Button::new(text).fill(fill).stroke(Stroke::NONE));
            response.widget_info(|| {
                let mut info = egui::WidgetInfo::selected(Accessible::Tab, true, is_shown, tab.name());
                info.current_text_value = Some(label.clone());
                info
            });
            if response.clicked() && !is_shown {
                lists.show(tab);
            }
        }
        if lists.tab == ListTab::Layer {
            layer_choice(ui, view, lists);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.add(Button::new("×").fill(egui::Color32::TRANSPARENT).stroke(Stroke::NONE));
            let close = close.on_hover_text(nl::CLOSE_LISTS);
            close.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, nl::CLOSE_LISTS));
            if close.clicked() {
                lists.is_open = false;
            }
        });
    });
}

fn layer_choice(ui: &mut Ui, view: &View<'_>, lists: &mut Lists) {
    let name = |kind: AmenityKind| {
        let n = view.baseline.layer(Role::Kind(kind)).map(|layer| layer.n_features);
        nl::layer_choice(&nl::sentence_case(kind.plural()), n)
    };
    let before = lists.kind;
    let combo = egui::ComboBox::from_id_salt("lijst-laag")
        .width(220.0)
        .height(420.0)
        .selected_text(name(lists.kind))
        .show_ui(ui, |ui| {
            for kind in AmenityKind::all().filter(|kind| view.baseline.layer(Role::Kind(*kind)).is_some()) {
                ui.selectable_value(&mut lists.kind, kind, name(kind));
            }
        });
    name_choice(&combo.response, nl::LIST_LAYER, &name(before));
}
