//! On the card of a place of which there are several records: why it is one place, and that it is not.

use egui::{Button, Label, Ui, vec2};
use uuid::Uuid;

use crate::gui::kit::theme::{self, STEP, TOUCH};
use crate::gui::wish::{Action, View};
use crate::nl::twins as nl;
use crate::project::Edit;

/// Shows it; nothing for a place with one record.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, id: Uuid) -> Option<Action> {
    let twins = &view.baseline.twins;
    let (text, name, edit) = match (twins.group(id), twins.kept_apart(id)) {
        (Some(group), _) => {
            let name = nl::they_are_several(group.members.len());
            (nl::why_one(group), name, Edit::PartTwins(group.ids().collect()))
        }
        (None, Some(group)) => {
            (nl::KEPT_APART.to_owned(), nl::IT_IS_ONE.to_owned(), Edit::JoinTwins(group.ids().collect()))
        }
        (None, None) => return None,
    };
    ui.add_space(STEP);
    ui.add(Label::new(theme::remark(text)).wrap());
    ui.add_space(STEP);
    let button = ui.add(Button::new(name).min_size(vec2(0.0, TOUCH)));
    ui.add_space(2.0 * STEP);
    button.clicked().then_some(Action::Edit(edit))
}
