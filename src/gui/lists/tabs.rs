//! The tabs of the lists with how much is in each, which may not be known.

use std::sync::Arc;

use egui::{ComboBox, Ui, Vec2};

use super::memory::Lists;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::gui::kit::buttons;
use crate::gui::kit::fields::choose;
use crate::gui::kit::theme::STEP;
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
            let label = label(view, tab, lists.kind);
            let button = buttons::plain_button(&label, is_shown).min_size(Vec2::ZERO);
            if buttons::tab(ui, button, is_shown, tab.name(), Some(&label)) && !is_shown {
                lists.show(tab);
            }
        }
        if lists.tab == ListTab::Layer {
            layer_choice(ui, view, lists);
        }
        if buttons::close_at_right(ui, nl::CLOSE_LISTS) {
            lists.is_open = false;
        }
    });
}

fn layer_choice(ui: &mut Ui, view: &View<'_>, lists: &mut Lists) {
    let name = |kind: AmenityKind| {
        let n = view.baseline.layer(Role::Kind(kind)).map(|layer| layer.n_features);
        nl::layer_choice(&nl::sentence_case(kind.plural()), n)
    };
    let combo = ComboBox::from_id_salt("lijst-laag").width(220.0).height(420.0);
    let read = AmenityKind::all().filter(|kind| view.baseline.layer(Role::Kind(*kind)).is_some());
    lists.kind = choose(ui, combo, nl::LIST_LAYER, lists.kind, read, name).unwrap_or(lists.kind);
}
