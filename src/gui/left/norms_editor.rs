//! The normenkader as a table over the map: every norm of a woonvorm, what differs from the standard, and its files.

use egui::accesskit::Role;
use egui::{Button, Frame, Id, Label, LayerId, Margin, Order, ScrollArea, Ui, WidgetInfo, Window, vec2};

use super::norm_controls::{
    FIELD_WIDTH, FieldPlace, WEIGHT_WIDTH, changed_mark, detour_field, detour_mark, detour_slider, distance_field,
    distance_slider, n_changed, norm_mark, weight_field,
};
use super::norm_sets::NormSets;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Certainty, Norm, NormSet, OWN_CHOICE, TransitNorm};
use crate::domain::transit::TransitClass;
use crate::gui::kit::fields::choose;
use crate::gui::kit::form_choice::form_choice;
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::kit::typed_field::TypedField;
use crate::gui::kit::widgets::{name_choice, rule};
use crate::gui::state::ViewState;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;
use crate::project::Edit;

/// Width of the editor where there is room for it, in points.
const WIDTH: f32 = 940.0;
/// How much of the height it takes at first: the map above it shows what the norms do.
const SHARE: f32 = 0.55;
/// Least height at first, where there is room for it, in points.
const MIN_HEIGHT: f32 = 380.0;
/// What stays free around it, in points.
const AROUND: f32 = 16.0;
/// From this width on, in points, a norm is a row of a table; below it is a block.
const TABLE_WIDTH: f32 = 720.0;
/// From this height on, in points, the head stays in place while the norms scroll.
const FIXED_HEAD_HEIGHT: f32 = 360.0;
/// Width of the choice of normenkader and of its name, in points.
const SET_WIDTH: f32 = 230.0;
/// Width of a slider beside its field, at most, in points.
const SLIDER_WIDTH: f32 = 260.0;
/// Width of the choice of certainty, in points.
const CERTAINTY_WIDTH: f32 = 150.0;
/// Width of the column with the boxes, in points.
const REQUIRED_WIDTH: f32 = 62.0;
/// Widest field for a source in a block, in points.
const SOURCE_WIDTH: f32 = 480.0;

/// What the editor remembers between frames.
#[derive(Debug, Clone, Default)]
pub struct NormsEditor {
    /// Does it show?
    pub is_open: bool,
    /// The normenkaders to choose from.
    pub sets: NormSets,
}

/// Shows the editor while it is open.
pub fn ui(ui: &Ui, view: &View<'_>, state: &mut ViewState, editor: &mut NormsEditor) -> Option<Action> {
    if !editor.is_open {
        return None;
    }
    let ctx = ui.ctx();
    let screen = ctx.content_rect().shrink(AROUND);
    let id = Id::unique("normenkader");
    // Who opens it with the keyboard goes on within it.
    let is_new = ctx.memory(|memory| !memory.areas().visible_last_frame(&LayerId::new(Order::Middle, id)));
    let size = vec2(WIDTH.min(screen.width()), (SHARE * screen.height()).max(MIN_HEIGHT).min(screen.height()));
    Window::new(nl::NORM_SET)
        .id(id)
        .title_bar(false)
        .default_size(size)
        .max_size(screen.size())
        .default_pos(egui::pos2(screen.center().x - size.x / 2.0, screen.bottom() - size.y))
        .constrain_to(screen)
        .frame(Frame::window(ui.style()).inner_margin(Margin::same(14)))
        .show(ctx, |ui| contents(ui, view, state, &mut editor.sets, is_new))
        .and_then(|shown| shown.inner.flatten())
}

fn contents(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, sets: &mut NormSets, is_new: bool) -> Option<Action> {
    let mut action = None;
    ui.horizontal(|ui| {
        ui.label(theme::figure(nl::NORM_SET));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let response = ui.button(nl::CLOSE);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, nl::CLOSE_NORMS));
            if is_new {
                response.request_focus();
            }
            action = response.clicked().then_some(Action::Command(Command::EditNorms));
        });
    });
    let form = state.form;
    let fixed_head = ui.available_height() >= FIXED_HEAD_HEIGHT;
    if fixed_head {
        action = head(ui, view, state, sets).or(action);
    }
    ScrollArea::vertical().id_salt(("normen", form)).auto_shrink(false).show(ui, |ui| {
        if !fixed_head {
            action = head(ui, view, state, sets).or(action.take());
        }
        action = norms(ui, view, state, form).or(action.take());
    });
    action
}

/// Which normenkader it is, what can be done with it, and the choice of woonvorm.
fn head(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, sets: &mut NormSets) -> Option<Action> {
    let norms = &view.project.norms;
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        action = set_choice(ui, norms, sets);
        ui.label(nl::NAME);
        action = name_field(ui, norms, state, sets).or(action.take());
    });
    ui.horizontal_wrapped(|ui| {
        action = ui.button(nl::COPY_SET).clicked().then(|| copy(ui, norms, sets)).or(action.take());
        for (command, text) in [(Command::SaveNorms, nl::SAVE_NORMS_SHORT), (Command::LoadNorms, nl::LOAD_NORMS_SHORT)]
        {
            action = ui.button(text).clicked().then_some(Action::Command(command)).or(action.take());
        }
        let differs = *norms != view.standard.norms || view.project.profile != view.standard.profile;
        let back = ui.add_enabled(differs, Button::new(nl::ALL_BACK)).clicked();
        action = back.then_some(Action::Command(Command::ResetNorms)).or(action.take());
    });
    let n_changed = n_changed(view.project, view.standard);
    let remark = nl::differs_from(&view.standard.norms.name, n_changed);
    ui.add(Label::new(theme::remark(remark)).wrap());
    ui.add_space(STEP);
    form_choice(ui, state);
    ui.add_space(STEP);
    action
}

/// The choice among ours and the user's own; what was set is kept for when it is chosen again.
fn set_choice(ui: &mut Ui, norms: &NormSet, sets: &mut NormSets) -> Option<Action> {
    let mut chosen = None;
    let shown = if NormSets::borrows_a_name(norms) { nl::changed_set(&norms.name) } else { norms.name.clone() };
    let combo =
        egui::ComboBox::from_id_salt("normenkader-keuze").width(SET_WIDTH).selected_text(&shown).show_ui(ui, |ui| {
            let parts = [(nl::BUILT_IN_SETS, NormSets::built_in()), (nl::OWN_SETS, sets.own())];
            for (heading, sets) in parts.into_iter().filter(|(_, sets)| !sets.is_empty()) {
                ui.label(theme::heading(heading));
                for set in sets {
                    let selected = set.name == norms.name && !NormSets::borrows_a_name(norms);
                    if ui.selectable_label(selected, &set.name).clicked() {
                        chosen = Some(set.clone());
                    }
                }
            }
        });
    name_choice(&combo.response, nl::NORM_SET, &shown);
    let chosen = chosen?;
    sets.keep(norms);
    Some(Action::Edit(Edit::ReplaceNorms(chosen)))
}

fn name_field(ui: &mut Ui, norms: &NormSet, state: &mut ViewState, sets: &mut NormSets) -> Option<Action> {
    let width = SET_WIDTH.min(ui.available_width());
    let font = theme::label_font(theme::TEXT_SIZE);
    let typed = TypedField { font, ..TypedField::new(name_id(), nl::SET_NAME, &norms.name, width) }.ui(ui)?;
    if typed.is_empty() {
        state.tell(nl::NAME_IS_EMPTY, true);
        return None;
    }
    if NormSets::is_built_in_name(&typed) {
        state.tell(nl::name_is_ours(&typed), true);
        return None;
    }
    sets.rename(&norms.name, &typed);
    Some(Action::Edit(Edit::RenameNorms(typed)))
}

/// A copy under a name of its own, which can be typed over at once.
fn copy(ui: &Ui, norms: &NormSet, sets: &mut NormSets) -> Action {
    if !NormSets::borrows_a_name(norms) {
        sets.keep(norms);
    }
    let name = sets.free_name(&nl::copy_of(&norms.name));
    sets.take_up(&NormSet { name: name.clone(), ..norms.clone() });
    ui.memory_mut(|memory| memory.request_focus(name_id()));
    Action::Edit(Edit::RenameNorms(name))
}

fn name_id() -> Id {
    Id::unique("normenkader-naam")
}

/// Every norm of a woonvorm, its OV-norm, and the omloopfactor of all.
fn norms(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, form: HousingForm) -> Option<Action> {
    let mut action = None;
    let columns = columns(ui);
    if let Some(columns) = columns {
        ui.horizontal_top(|ui| {
            for (name, width) in nl::NORM_COLUMNS.into_iter().zip(columns) {
                cell(ui, width, |ui| ui.add(Label::new(theme::heading(name)).wrap()));
            }
        });
    }
    for (norm_idx, norm) in view.project.norms.norms.iter().enumerate().filter(|(_, norm)| norm.form == form) {
        rule(ui);
        action = match columns {
            Some(columns) => row(ui, view, state, columns, (norm_idx, norm)),
            None => block(ui, view, state, (norm_idx, norm)),
        }
        .or(action);
    }
    rule(ui);
    action = transit(ui, view, form).or(action);
    rule(ui);
    action = detour(ui, view, state).or(action);
    rule(ui);
    ui.add(Label::new(theme::remark(nl::NORMS_REMARK)).wrap());
    action
}

/// Widths of the columns, in points; nothing where there is no room for a table.
fn columns(ui: &Ui) -> Option<[f32; 6]> {
    let width = ui.available_width() - theme::STEP * 2.0;
    if width < TABLE_WIDTH {
        return None;
    }
    let fixed = REQUIRED_WIDTH + WEIGHT_WIDTH + CERTAINTY_WIDTH + 5.0 * ui.spacing().item_spacing.x;
    let rest = width - fixed;
    Some([0.27 * rest, 0.37 * rest, REQUIRED_WIDTH, WEIGHT_WIDTH, 0.36 * rest, CERTAINTY_WIDTH])
}

fn cell<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = egui::Layout::top_down(egui::Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
        ui.set_width(width);
        contents(ui)
    })
    .inner
}

/// A norm as a row of the table.
fn row(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut ViewState,
    [kinds, distance, required, weight, source, sure]: [f32; 6],
    (norm_idx, norm): (usize, &Norm),
) -> Option<Action> {
    ui.horizontal_top(|ui| {
        let mut action = cell(ui, kinds, |ui| {
            ui.add(Label::new(nl::kinds(&norm.kinds)).wrap());
            norm_mark(ui, view, norm_idx, norm)
        });
        action = cell(ui, distance, |ui| distance_ui(ui, view, state, (norm_idx, norm))).or(action);
        action = cell(ui, required, |ui| required_ui(ui, "", (norm_idx, norm))).or(action);
        action = cell(ui, weight, |ui| weight_field(ui, state, norm_idx, norm)).or(action);
        action = cell(ui, source, |ui| source_ui(ui, (norm_idx, norm))).or(action);
        cell(ui, sure, |ui| certainty_ui(ui, (norm_idx, norm))).or(action)
    })
    .inner
}

/// A norm over several lines, where there is no room for a table.
fn block(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, (norm_idx, norm): (usize, &Norm)) -> Option<Action> {
    ui.add(Label::new(theme::medium(nl::kinds(&norm.kinds))).wrap());
    let mut action = norm_mark(ui, view, norm_idx, norm);
    action = distance_ui(ui, view, state, (norm_idx, norm)).or(action);
    ui.horizontal_wrapped(|ui| {
        action = required_ui(ui, nl::REQUIRED, (norm_idx, norm)).or(action.take());
        ui.label(nl::WEIGHT);
        action = weight_field(ui, state, norm_idx, norm).or(action.take());
        action = certainty_ui(ui, (norm_idx, norm)).or(action.take());
    });
    source_ui(ui, (norm_idx, norm)).or(action)
}

fn distance_ui(
    ui: &mut Ui,
    view: &View<'_>,
    state: &mut ViewState,
    (norm_idx, norm): (usize, &Norm),
) -> Option<Action> {
    let field = |ui: &mut Ui, state: &mut ViewState| distance_field(ui, state, FieldPlace::Editor, norm_idx, norm);
    beside(ui, state, |ui, state| distance_slider(ui, view, state, norm_idx, norm), field)
}

/// A slider with its field beside it.
fn beside(
    ui: &mut Ui,
    state: &mut ViewState,
    slider: impl FnOnce(&mut Ui, &mut ViewState) -> Option<Action>,
    field: impl FnOnce(&mut Ui, &mut ViewState) -> Option<Action>,
) -> Option<Action> {
    ui.horizontal_top(|ui| {
        let room = (ui.available_width() - FIELD_WIDTH - ui.spacing().item_spacing.x).min(SLIDER_WIDTH);
        let action = cell(ui, room, |ui| slider(ui, state));
        field(ui, state).or(action)
    })
    .inner
}

fn required_ui(ui: &mut Ui, text: &str, (norm_idx, norm): (usize, &Norm)) -> Option<Action> {
    let mut required = norm.required;
    let response = boxed(ui, &mut required, text);
    let name = nl::required_of(&nl::kinds(&norm.kinds), norm.form);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, required, &name));
    response.changed().then_some(Action::Edit(Edit::SetNormRequired { norm_idx, required }))
}

/// A box with an edge that can be seen when it is empty.
fn boxed(ui: &mut Ui, checked: &mut bool, text: &str) -> egui::Response {
    ui.scope(|ui| {
        let inactive = &mut ui.visuals_mut().widgets.inactive;
        inactive.bg_fill = palette().card;
        inactive.bg_stroke = egui::Stroke::new(1.0, palette().remark);
        ui.checkbox(checked, text)
    })
    .inner
}

fn source_ui(ui: &mut Ui, (norm_idx, norm): (usize, &Norm)) -> Option<Action> {
    let source = source_field(ui, Id::unique(("bron", norm_idx)), &nl::source_field(norm), &norm.source)?;
    Some(Action::Edit(Edit::SetNormSource { norm_idx, source, certainty: norm.certainty }))
}

fn certainty_ui(ui: &mut Ui, (norm_idx, norm): (usize, &Norm)) -> Option<Action> {
    let salt = Id::unique(("zekerheid", norm_idx));
    let certainty = certainty_choice(ui, salt, &nl::certainty_field(norm), norm.certainty)?;
    Some(Action::Edit(Edit::SetNormSource { norm_idx, source: norm.source.to_string(), certainty }))
}

/// The field of a source: what was typed, once it is left.
fn source_field(ui: &mut Ui, salt: Id, name: &str, shown: &str) -> Option<String> {
    let width = ui.available_width().min(SOURCE_WIDTH);
    let font = egui::FontId::proportional(theme::REMARK_SIZE);
    TypedField { font, ..TypedField::new(salt, name, shown, width) }.ui(ui)
}

/// The choice of how sure a source is: the other one that was chosen.
fn certainty_choice(ui: &mut Ui, salt: Id, name: &str, now: Certainty) -> Option<Certainty> {
    let combo = egui::ComboBox::from_id_salt(salt).width(CERTAINTY_WIDTH - 2.0 * STEP);
    let all = [Certainty::A, Certainty::B, Certainty::D, Certainty::Assumption];
    choose(ui, combo, name, now, all, |certainty| nl::certainty(certainty).to_owned())
}

/// The OV-norm of a woonvorm: the worst class that will do, or none.
fn transit(ui: &mut Ui, view: &View<'_>, form: HousingForm) -> Option<Action> {
    let norm = view.project.norms.transit_of(form);
    let standard = view.standard.norms.transit_of(form);
    let name = nl::transit_norm_name(form);
    let mut changed = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(nl::sentence_case(&name));
        let class = norm.map(|norm| norm.min_class);
        let text =
            |class: Option<TransitClass>| class.map_or_else(|| nl::NO_TRANSIT_NORM.to_owned(), nl::transit_class);
        let combo = egui::ComboBox::from_id_salt(("ov", form)).width(SET_WIDTH);
        let choices = std::iter::once(None).chain(TransitClass::ALL.map(Some));
        let own = |min_class, required| {
            let (source, certainty) = (OWN_CHOICE.into(), Certainty::Assumption);
            TransitNorm { form, min_class, required, source, certainty }
        };
        if let Some(chosen) = choose(ui, combo, &name, class, choices, text) {
            changed = Some(chosen.map(|class| own(class, norm.is_some_and(|norm| norm.required))));
        }
        let Some(norm) = norm else { return };
        let mut required = norm.required;
        let response = boxed(ui, &mut required, nl::REQUIRED);
        let label = nl::transit_required_of(form);
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, required, &label));
        if response.changed() {
            changed = Some(Some(TransitNorm { required, ..norm.clone() }));
        }
        let [source_name, certainty_name] = nl::transit_source_fields(form);
        if let Some(source) = source_field(ui, Id::unique(("ov-bron", form)), &source_name, &norm.source) {
            changed = Some(Some(TransitNorm { source: source.into(), ..norm.clone() }));
        }
        let salt = Id::unique(("ov-zekerheid", form));
        if let Some(certainty) = certainty_choice(ui, salt, &certainty_name, norm.certainty) {
            changed = Some(Some(TransitNorm { certainty, ..norm.clone() }));
        }
    });
    if norm != standard && changed_mark(ui, &name, &nl::transit_differences(standard)) {
        changed = Some(standard.cloned());
    }
    changed.map(|norm| Action::Edit(Edit::SetTransitNorm { form, norm }))
}

fn detour(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) -> Option<Action> {
    ui.label(nl::sentence_case(nl::DETOUR_FACTOR));
    let field = |ui: &mut Ui, state: &mut ViewState| detour_field(ui, view, state, FieldPlace::Editor);
    let action = beside(ui, state, |ui, state| detour_slider(ui, view, state), field);
    ui.add(Label::new(theme::remark(nl::DETOUR_SOURCE)).wrap());
    detour_mark(ui, view).or(action)
}
